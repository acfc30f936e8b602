package dev.parley.session.port;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Registers accounts and checks their passwords. Called only by a client's reader, and may block. Each method except
 * {@link #refusal} and {@link #registration} returns a command that the chat carries out for the client, such as
 * {@link Command.LoggedIn}. If the request is refused, the command contains the reply.
 */
public interface AccountAuthenticator {
    /** Authenticator of a service without accounts. */
    AccountAuthenticator NONE = new AccountAuthenticator() {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.of(new Reply.Rejected(StatusCode.UNAVAILABLE, "this server has no accounts"));
        }
    };

    /**
     * Returns why passwords are not accepted over such a connection; empty if they are accepted. Called before any
     * other method.
     */
    Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted);

    /** Whether clients may register. {@link #register} is not called if registration is closed. */
    default Registration registration() {
        return Registration.OPEN;
    }

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
