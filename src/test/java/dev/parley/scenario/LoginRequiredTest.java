package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.StartedApplication;
import dev.parley.moderation.Bans;
import dev.parley.protocol.BanNotice;
import dev.parley.tcp.TcpSettings;
import dev.parley.tcp.accept.ListenerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A port where only those are who have logged in. */
@StartedApplication(
        properties = {
            "parley.tcp.login-required=true",
            "parley.limits.connections=50",
            "parley.limits.login-timeout=1h",
            "parley.limits.exempt-networks=127.0.0.99"
        })
@Import(RunningChat.class)
class LoginRequiredTest {
    private static final String RESUMABLE = "\\*\\*\\* .+ /resume \\S+";
    private static final String LOG_IN_FIRST =
            "*** error not-allowed: log in first: /login NAME PASSWORD or /register NAME PASSWORD";

    @Autowired
    RunningChat chat;

    @Autowired
    Bans bans;

    @Autowired
    Environment environment;

    @Autowired
    @Qualifier("chatHealthIndicator")
    HealthIndicator health;

    private final List<TcpClient> clients = new ArrayList<>();

    @AfterEach
    void everyoneLeaves() throws IOException {
        for (TcpClient client : clients) {
            client.close();
        }
        chat.awaitSessions(0);
    }

    @Test
    void unauthenticatedClientCannotSendOrReceiveBeforeItsLogin() throws IOException {
        var anna = registered("anna", "127.0.0.2");
        var bob = connect("127.0.0.3").send("hello").hears(LOG_IN_FIRST);
        anna.send("is somebody here?").hears("<anna> is somebody here?");
        anna.send("/who").hears("*** #lobby: anna (1 listening)");
        bob.hearsNothingElse();
        bob.send("/login bob correct-horse-9").hearsLike("\\*\\*\\* error auth-failed: .+");
        bob.send("/register bob correct-horse-9").hearsLike("\\*\\*\\* You are bob in #lobby \\(2 here\\).*");
        anna.hears("*** bob joined #lobby");
        bob.hears("*** You are bob")
                .hearsLike(".* /login bob")
                .hearsLike(RESUMABLE)
                .send("hello")
                .hears("<bob> hello");
        anna.hears("<bob> hello");
        int quits = chat.disconnects("quit");
        bob.send("/logout")
                .hearsLike("\\*\\*\\* bye quit: you are logged out, .*")
                .hearsTheEnd();
        chat.awaitDisconnects("quit", quits + 1);
    }

    @Test
    void thousandsOfSilentConnectionsDoNotBlockLogins() throws IOException {
        int before = chat.rejections("too-many-connections");
        connect(8, "127.0.0.4");
        for (int i = 0; i < 1_992; i++) {
            chat.assertRejected("127.0.0.4", "too-many-connections");
        }
        assertThat(chat.rejections("too-many-connections")).isEqualTo(before + 1_992);
        registered("carl", "127.0.0.5").hearsNothingElse();
    }

    @Test
    void unauthenticatedConnectionsAreLimitedToAFifthOfTheTotal() throws IOException {
        connect(9, "127.0.0.99");
        registered("dora", "127.0.0.99");
        connect(1, "127.0.0.99");
        chat.assertRejected("127.0.0.99", "server-full");
        chat.assertRejected("127.0.0.6", "server-full");
        clients.getFirst().close();
        chat.awaitSessions(10);
        connect(1, "127.0.0.6");
    }

    @Test
    void floodBeforeLoginBansTheAddress() throws IOException {
        flood("127.0.0.7");
        assertThat(bans.banned(InetAddress.ofLiteral("127.0.0.7")))
                .map(BanNotice::reason)
                .contains("too much was sent before a login");
        chat.assertRejected("127.0.0.7", "banned");
        flood("127.0.0.99");
        connect(1, "127.0.0.99");
    }

    @Test
    void clientThatDoesNotLogInInTimeIsDisconnected() throws IOException {
        var listener = new ListenerSettings(
                "plain", "parley.tcp", InetAddress.getLoopbackAddress(), 0, true, address -> false, false);
        try (var small = new MinimalApplication(new TcpSettings(listener, null), MinimalApplication.LIMITS);
                var silent = new TcpClient(small.chat().port())) {
            silent.hears("*** bye auth-timeout: you did not log in within 1 s").hearsTheEnd();
            silent.close();
            small.chat().awaitDisconnects("auth-timeout", 1);
        }
    }

    @Test
    void tlsPortInheritsLoginRequiredFromThePlainPort() {
        assertThat(environment.getProperty("parley.tcp.tls.login-required")).isEqualTo("true");
    }

    @Test
    void canaryNeedsNoLogin() {
        await().atMost(RunningChat.PATIENCE).until(() -> health.health().getStatus() == Status.UP);
    }

    private void flood(String from) throws IOException {
        int before = chat.disconnects("banned");
        var client = connect(from).write("x".repeat(5_120));
        client.hearsLike("\\*\\*\\* error line-too-long: .*")
                .hears("*** bye banned: you sent more than 16 lines or 4096 bytes before you logged in")
                .hearsTheEnd();
        client.close();
        chat.awaitDisconnects("banned", before + 1);
    }

    private TcpClient registered(String name, String from) throws IOException {
        var client = connect(from).send("/register " + name + " correct-horse-9");
        return client.hearsLike("\\*\\*\\* You are " + name + " in #lobby .*")
                .hears("*** You are " + name)
                .hearsLike(".* /login " + name)
                .hearsLike(RESUMABLE);
    }

    private void connect(int count, String from) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(from);
        }
    }

    private TcpClient connect(String from) throws IOException {
        var client = chat.connectFrom(from);
        clients.add(client);
        return client;
    }
}
