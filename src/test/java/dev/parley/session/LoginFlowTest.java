package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How passwords are asked for and tried; what they open is a matter of the accounts. */
class LoginFlowTest {
    private static final Reply.Rejected WRONG = new Reply.Rejected(StatusCode.AUTH_FAILED, "wrong");

    private final List<String> tried = new ArrayList<>();
    private Optional<Reply.Rejected> refusal = Optional.empty();
    private Registration registration = Registration.OPEN;
    private volatile boolean isStoring = true;
    private final SessionFixture fixture =
            new SessionFixture(new WiredChat.Builder().authenticator(new Door()).eventLog(events -> isStoring));
    private final SessionFixture.FakeConnection anna = fixture.connect();
    private final SessionFixture.FakeConnection other = fixture.connect();

    /** Whoever says "sesame" is who they say. */
    private final class Door implements AccountAuthenticator {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return refusal;
        }

        @Override
        public Registration registration() {
            return registration;
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            tried.add(password.value());
            return password.value().equals("sesame")
                    ? new Command.LoggedIn(name, UnreadMessages.NOTHING)
                    : new Command.BlockingResult(WRONG);
        }

        @Override
        public Command changePassword(Nick account, Secret old, Secret wanted, InetAddress from) {
            return logIn(account, old, from);
        }
    }

    @Test
    void lineAfterAPasswordPromptIsUsedAsThePasswordOnly() {
        anna.sends("/login anna");
        anna.sends("/me waves");
        anna.sends("/me waves");
        fixture.settle();
        assertThat(tried).containsExactly("/me waves");
        assertThat(anna.received())
                .startsWith(
                        "*** Password for anna (your next line is hidden from others, but your terminal may show it):\n"
                                + "*** error auth-failed\n")
                .endsWith(" waves\n");
        assertThat(other.received().lines()).hasSize(1);
    }

    @Test
    void emptyLineAfterAPasswordPromptIsRefused() {
        anna.sends("/login anna");
        anna.sends("");
        anna.sends("/ping on");
        fixture.settle();
        assertThat(tried).isEmpty();
        assertThat(anna.received()).endsWith("*** error auth-failed\n*** pong on\n");
    }

    @Test
    void loginIsRefusedAfterThreeWrongPasswordsOnAConnection() {
        for (int i = 0; i < 3; i++) {
            anna.sends("/login anna " + i);
        }
        anna.sends("/login anna sesame");
        fixture.settle();
        assertThat(tried).containsExactly("0", "1", "2");
        assertThat(anna.received()).contains("*** error rate-limited");
        other.sends("/login anna sesame");
        fixture.settle();
        assertThat(other.received()).contains("*** You are anna\n");
    }

    @Test
    void passwordIsNotRequestedOverAConnectionThatRefusesLogins() {
        refusal = Optional.of(new Reply.Rejected(StatusCode.NOT_ALLOWED, "not here"));
        anna.sends("/login anna");
        anna.sends("/login anna sesame");
        fixture.settle();
        assertThat(tried).isEmpty();
        assertThat(anna.received()).isEqualTo("*** error not-allowed\n".repeat(2));
    }

    @Test
    void closedRegistrationRefusesRegisterButNotLogins() {
        registration = Registration.CLOSED;
        anna.sends("/register anna sesame-9-mustard");
        anna.sends("/login anna sesame");
        fixture.settle();
        assertThat(tried).containsExactly("sesame");
        assertThat(anna.received()).startsWith("*** error not-allowed\n").contains("*** You are anna\n");
    }

    @Test
    void closedRegistrationIsTheReasonGivenWherePasswordsAreRefusedToo() {
        registration = Registration.CLOSED;
        refusal = Optional.of(new Reply.Rejected(StatusCode.UNAVAILABLE, "not here"));
        anna.sends("/register anna sesame-9-mustard");
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** error not-allowed\n");
    }

    @Test
    void passwordChangeRequiresALogin() {
        anna.sends("/password sesame mustard");
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** error bad-argument\n");
        anna.sends("/login anna sesame");
        anna.sends("/password onion mustard");
        fixture.settle();
        assertThat(tried).containsExactly("sesame", "onion");
        assertThat(anna.received()).endsWith("*** error auth-failed\n");
    }

    @Test
    void accountsAreNotChangedWhileTheHistoryIsPaused() {
        anna.sends("/login anna sesame");
        isStoring = false;
        anna.sends("/ping now");
        fixture.settle();
        anna.received();
        other.received();
        anna.sends("/password sesame mustard");
        anna.sends("/drop sesame");
        other.sends("/register other sesame-9-mustard");
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** error unavailable\n".repeat(2));
        assertThat(other.received()).isEqualTo("*** error unavailable\n");
        assertThat(tried).containsExactly("sesame");
    }

    @Test
    void invalidLoginIsRefusedWithoutALookup() {
        anna.sends("/login 9lives sesame");
        anna.sends("/login operator sesame");
        anna.sends("/login one two three");
        fixture.settle();
        assertThat(tried).isEmpty();
        assertThat(anna.received().lines().map(line -> line.split(":")[0]))
                .containsExactly("*** error nick-invalid", "*** error nick-reserved", "*** error bad-argument");
    }
}
