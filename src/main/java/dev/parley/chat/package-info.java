/**
 * Rooms and their members, the rules for messages, and the event loop that applies the rules. Knows no sockets, no
 * bytes and no Spring.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
