package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Registered names, and how their owners prove themselves. Called by a client's reader, which may wait for it, and nobody
 * else does. What is returned is what the chat is to carry out for the client: {@link Command.LoggedIn},
 * {@link Command.Dropped}, or telling why not.
 */
public interface AccountAuthenticator {
    /** There are no accounts. */
    AccountAuthenticator NONE = new AccountAuthenticator() {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.of(new Reply.Rejected(StatusCode.UNAVAILABLE, "there are no accounts here"));
        }
    };

    /** Why passwords are not taken over such a connection; empty where they are. Asked before any of the others. */
    Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted);

    default Command register(Nick name, Secret password, InetAddress from) {
        throw new UnsupportedOperationException();
    }

    default Command logIn(Nick name, Secret password, InetAddress from) {
        throw new UnsupportedOperationException();
    }

    default Command changePassword(Nick account, Secret old, Secret wanted, InetAddress from) {
        throw new UnsupportedOperationException();
    }

    default Command drop(Nick account, Secret password, InetAddress from) {
        throw new UnsupportedOperationException();
    }
}
