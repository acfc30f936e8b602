/** Ports of the chat: the clients it delivers to, the log of its events, policies and metrics. */
@NullMarked
package dev.parley.chat.port;

import org.jspecify.annotations.NullMarked;
