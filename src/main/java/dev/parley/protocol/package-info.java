/** Turns one received line into a command, and one event into the line to send. The reference is docs/protocol.md. */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
