package dev.parley.chat;

import dev.parley.protocol.Nick;

/** Identity of a person: the account, or the connection of a guest. */
sealed interface Identity {
    /** Name of the account, or current nick of the connection. */
    Nick name();

    record Account(Nick name) implements Identity {}

    record Connection(Member member) implements Identity {
        @Override
        public Nick name() {
            return member.nick();
        }
    }

    static Identity of(Member member) {
        return member.account() == null ? new Connection(member) : new Account(member.account());
    }
}
