package dev.parley.session;

import dev.parley.chat.port.Client;
import dev.parley.protocol.MemberSnapshot;

/** Observes the ends of sessions. Called by the chat thread; MUST NOT block. Hidden sessions are not observed. */
public interface SessionObserver {
    SessionObserver NONE = (client, ended, left) -> {};

    /** @param left state with which the member left the chat */
    void closed(Client client, ClosedSession ended, MemberSnapshot left);
}
