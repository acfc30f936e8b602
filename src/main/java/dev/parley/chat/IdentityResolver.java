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

    /** The account or connection of somebody here with this nick, else the account of this name, also when its owner is away. */
    Optional<Identity> find(Nick name) {
        List<Member> here = nicks.holders(name);
        return here.isEmpty()
                ? policy.registered(name).map(Identity.Account::new)
                : Optional.of(Identity.of(here.getFirst()));
    }

    /** The name in the letters that its user, or its account, has it in. */
    Nick spelled(Nick name) {
        List<Member> here = nicks.holders(name);
        return here.isEmpty()
                ? policy.registered(name).orElse(name)
                : here.getFirst().nick();
    }

    /** All connections of an identity, whatever they are called. */
    List<Member> connections(Identity identity) {
        return switch (identity) {
            case Identity.Account account -> nicks.connections(account.name());
            case Identity.Connection connection -> List.of(connection.member());
        };
    }
}
