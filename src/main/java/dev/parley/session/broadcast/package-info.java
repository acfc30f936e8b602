/** Delivers the events and replies of the chat to the queues of the sessions, encoded once for all recipients alike. */
@NullMarked
package dev.parley.session.broadcast;

import org.jspecify.annotations.NullMarked;
