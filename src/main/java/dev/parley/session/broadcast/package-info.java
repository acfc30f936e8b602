/**
 * Encodes the events and replies of the chat, and adds them to the queues of the sessions. An event is encoded once for
 * all recipients that receive the same bytes.
 */
@NullMarked
package dev.parley.session.broadcast;

import org.jspecify.annotations.NullMarked;
