package dev.parley.chat;

import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.Nick;
import java.util.List;
import java.util.Optional;

/** Finds the identity that a name stands for. */
final class IdentityResolver {
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

    private final Nicks nicks;
    private final NickPolicy policy;

    IdentityResolver(Nicks nicks, NickPolicy policy) {
        this.nicks = nicks;
        this.policy = policy;
    }

    /**
     * Finds the account or connection that has this nick now. If there is none, finds the account of this name, whose
     * owner need not be connected.
     */
    Optional<Identity> find(Nick name) {
        List<Member> here = nicks.holders(name);
        return here.isEmpty()
                ? policy.registered(name).map(Identity.Account::new)
                : Optional.of(Identity.of(here.getFirst()));
    }

    /** Returns the name in the spelling of the connection that has it now, or else of its account. */
    Nick spelled(Nick name) {
        List<Member> here = nicks.holders(name);
        return here.isEmpty()
                ? policy.registered(name).orElse(name)
                : here.getFirst().nick();
    }

    /** Returns all connections of an identity, whatever their nicks. */
    List<Member> connections(Identity identity) {
        return switch (identity) {
            case Identity.Account account -> nicks.connections(account.name());
            case Identity.Connection connection -> List.of(connection.member());
        };
    }
}
