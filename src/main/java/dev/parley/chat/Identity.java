package dev.parley.chat;

import dev.parley.protocol.Nick;

/** Identity of a person: the account where there is one, else the connection. */
sealed interface Identity {
    /** The account's name, or what the connection is called now. */
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
