package dev.parley.session;

import dev.parley.protocol.Nick;
import dev.parley.protocol.UnreadMessages;

/** What waits for those who were not here. Called by a client's reader, which may wait for it, and nobody else does. */
public interface Mailboxes {
    /** What was told to an account while nobody of it was here, and was not shown yet. */
    UnreadMessages waiting(Nick account);
}
