package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundQueue;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.DisconnectReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client can do where it must log in first. */
class LoginGateTest {
    private static final Duration LOGIN = SessionFixture.LIMITS.login();
    private static final String LOGGED_IN = "*** You are anna in #lobby (1 here). /nick NAME, /help;"
            + " /echo off hides your own lines.\n*** You are anna\n";

    /** Whoever says "sesame" is who they say. */
    private static final AccountAuthenticator DOOR = new AccountAuthenticator() {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.empty();
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            return password.value().equals("sesame")
                    ? new Command.LoggedIn(name, UnreadMessages.NOTHING)
                    : new Command.BlockingResult(new Reply.Rejected(StatusCode.AUTH_FAILED, "wrong"));
        }
    };

    private final SessionFixture fixture = new SessionFixture(new WiredChat.Builder()
            .limits(SessionLimits.of(100_000, Long.MAX_VALUE, 0, 1, 0))
            .authenticator(DOOR));
    private final SessionFixture.FakeConnection anna = fixture.stranger();

    @Test
    void commandsAreRefusedBeforeALogin() {
        for (String line : List.of("hello", "/nick anna", "/who", "/history", "/since 0", "/drop sesame")) {
            anna.sends(line);
        }
        fixture.settle();
        assertThat(anna.received().lines()).hasSize(6).containsOnly("*** error not-allowed");
    }

    @Test
    void helpFormatPingAndQuitAreAllowedBeforeALogin() {
        for (String line : List.of("/ping on", "/echo off", "/format json", "/format text", "/help ping", "/quit")) {
            anna.sends(line);
        }
        fixture.settle();
        assertThat(anna.received())
                .isEqualTo("*** pong on\n*** echo off\n{\"type\":\"notice\",\"text\":\"format json\"}\n"
                        + "*** format text\n*** /ping [TOKEN]  get a pong\n*** bye quit\n");
    }

    @Test
    void loginByPasswordPromptPassesTheGate() {
        anna.sends("/login anna");
        anna.sends("onion");
        anna.sends("/login anna");
        anna.sends("sesame");
        anna.sends("hello");
        fixture.settle();
        assertThat(anna.received())
                .contains("*** error auth-failed\n")
                .contains(LOGGED_IN)
                .endsWith("<anna> hello\n");
        assertThat(anna.loggedIn).isTrue();
    }

    @Test
    void clientIsDisconnectedAtTheLoginTimeoutWhateverItSends() {
        fixture.passes(LOGIN.minusSeconds(5));
        anna.sends("/ping on");
        fixture.passes(Duration.ofSeconds(5).minusNanos(1));
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** pong on\n");
        fixture.passes(Duration.ofMillis(1));
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** bye auth-timeout\n");
        assertThat(anna.finished).isTrue();
        assertThat(fixture.sessions
                        .close(anna.session, DisconnectReason.CLIENT_CLOSED)
                        .reason())
                .isEqualTo(DisconnectReason.AUTH_TIMEOUT);
    }

    @Test
    void loggedInClientIsNotDisconnectedByTheLoginTimeout() {
        anna.sends("/login anna sesame");
        fixture.passes(LOGIN.multipliedBy(2));
        fixture.settle();
        assertThat(anna.received()).startsWith(LOGGED_IN);
        assertThat(anna.finished).isFalse();
    }

    @Test
    void clientIsDisconnectedAndBannedForTooManyLinesBeforeItsLogin() {
        for (int i = 0; i < 16; i++) {
            anna.sends("/ping");
        }
        assertThat(anna.flooded).isFalse();
        anna.sends("/ping");
        assertIsEndedAndBanned();
    }

    @Test
    void clientIsDisconnectedAndBannedForTooManyBytesBeforeItsLogin() throws InterruptedException {
        anna.session.bytesRead(4_096);
        anna.sends("/ping");
        assertThat(anna.flooded).isFalse();
        anna.session.bytesRead(1_024);
        anna.gives(new Input.TooLong(4_096));
        assertIsEndedAndBanned();
    }

    private void assertIsEndedAndBanned() {
        assertThat(anna.flooded).isTrue();
        anna.sends("/login anna sesame");
        fixture.settle();
        assertThat(anna.received()).endsWith("*** bye banned\n");
        assertThat(fixture.sessions
                        .close(anna.session, DisconnectReason.CLIENT_CLOSED)
                        .reason())
                .isEqualTo(DisconnectReason.BANNED);
    }

    @Test
    void linesReceivedTogetherWithTheLoginAreNotAFlood() throws InterruptedException {
        anna.session.bytesRead(8_192);
        anna.sends("/login anna sesame");
        for (int i = 0; i < 30; i++) {
            anna.sends("hello");
        }
        fixture.settle();
        assertThat(anna.flooded).isFalse();
        assertThat(anna.received()).endsWith("<anna> hello\n");
    }

    @Test
    void httpRequestIsNotAFlood() throws InterruptedException {
        anna.session.bytesRead(8_192);
        anna.gives(new Input.Http());
        assertThat(anna.flooded).isFalse();
        assertThat(fixture.sessions
                        .close(anna.session, DisconnectReason.CLIENT_CLOSED)
                        .reason())
                .isEqualTo(DisconnectReason.HTTP);
    }

    @Test
    void emptyLinesCountAgainstTheLimitBeforeALogin() {
        for (int i = 0; i < 17; i++) {
            anna.sends("");
        }
        assertIsEndedAndBanned();
    }

    @Test
    void outboundQueueIsLimitedTo16KiBUntilTheLogin() {
        offer(16_384);
        assertThat(anna.session.queuedBytes()).isEqualTo(16_384);
        assertThat(offer(1)).isEqualTo(OutboundQueue.Offer.FULL);

        var bob = fixture.stranger();
        bob.sends("/login bob sesame");
        fixture.settle();
        assertThat(bob.session.offer(new Frame(new byte[90_000], 1, 0)).isAccepted())
                .isTrue();
    }

    private OutboundQueue.Offer offer(int bytes) {
        return anna.session.offer(new Frame(new byte[bytes], 1, 0));
    }
}
