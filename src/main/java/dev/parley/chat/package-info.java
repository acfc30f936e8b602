/**
 * Rooms and their members, the rules for messages, and the event loop that applies them. Has no dependency on sockets,
 * bytes or Spring.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
