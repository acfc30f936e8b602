/**
 * Decodes one received line into a command, and encodes one event or reply into the line to send. The reference is
 * docs/protocol.md.
 */
@NullMarked
package dev.parley.codec;

import org.jspecify.annotations.NullMarked;
