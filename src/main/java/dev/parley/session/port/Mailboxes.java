package dev.parley.session.port;

import dev.parley.protocol.Nick;
import dev.parley.protocol.UnreadMessages;

/** Private messages stored for accounts that were not connected. Called only by a client's reader, and may block. */
public interface Mailboxes {
    /** Returns the private messages that were stored for an account and not shown yet. */
    UnreadMessages waiting(Nick account);
}
