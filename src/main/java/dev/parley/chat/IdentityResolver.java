package dev.parley.chat;

import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.Nick;
import java.util.List;
import java.util.Optional;

/** Finds the identity that a name stands for. */
final class IdentityResolver {
    private final Nicks nicks;
    private final NickPolicy policy;

    IdentityResolver(Nicks nicks, NickPolicy policy) {
        this.nicks = nicks;
        this.policy = policy;
    }

    /**
     * Finds the account or connection that has this nick now, else the account of this name, even if its owner is not
     * connected.
     */
    Optional<Identity> find(Nick name) {
        List<Member> here = nicks.holders(name);
        return here.isEmpty()
                ? policy.registered(name).map(Identity.Account::new)
                : Optional.of(Identity.of(here.getFirst()));
    }

    /** Returns the name as its user, or its account, spells it. */
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
