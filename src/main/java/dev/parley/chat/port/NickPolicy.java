package dev.parley.chat.port;

import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which well-formed, free names may be taken. Called by the chat thread only; MUST NOT block. */
public interface NickPolicy {
    NickPolicy NONE = (nick, account) -> Optional.empty();

    /**
     * Returns why this name cannot be taken now; empty if the name can be taken.
     *
     * @param account the account of the client that wants the name; null for a guest
     */
    Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account);

    /** Whether the service has accounts. If it has none, a restored room keeps every name on its lists. */
    default boolean hasAccounts() {
        return false;
    }

    /** Whether people can register accounts themselves. */
    default Registration registration() {
        return Registration.OPEN;
    }

    /** Returns the account of this name, in the spelling that it was registered with. */
    default Optional<Nick> registered(Nick name) {
        return Optional.empty();
    }

    /** Forgets everything that applied to the name of a deleted account. */
    default void accountRemoved(Nick account) {}

    /** Returns a policy that allows only names that both this policy and the other policy allow. */
    default NickPolicy and(NickPolicy other) {
        NickPolicy one = this;
        return new NickPolicy() {
            @Override
            public void accountRemoved(Nick account) {
                one.accountRemoved(account);
                other.accountRemoved(account);
            }

            @Override
            public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
                return one.refusal(nick, account).or(() -> other.refusal(nick, account));
            }

            @Override
            public boolean hasAccounts() {
                return one.hasAccounts() || other.hasAccounts();
            }

            @Override
            public Registration registration() {
                return one.registration() == Registration.CLOSED ? Registration.CLOSED : other.registration();
            }

            @Override
            public Optional<Nick> registered(Nick name) {
                return one.registered(name).or(() -> other.registered(name));
            }
        };
    }
}
