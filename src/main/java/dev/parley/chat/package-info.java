/**
 * Who is in which room, what may be said, and who must hear it; the sequence everything passes through.
 *
 * <p>Knows no sockets, no bytes and no Spring. All state here belongs to one thread, the one that runs
 * {@link dev.parley.chat.Sequence}; tests apply entries to {@link dev.parley.chat.Chat} directly.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
