package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.codec.StatusLines;
import dev.parley.database.TestPostgres;
import dev.parley.moderation.Bans;
import dev.parley.moderation.ModerationService;
import dev.parley.moderation.Target;
import dev.parley.protocol.Nick;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A database server that stalls or dies while people chat. */
@StartedChat
@DirtiesContext
class DatabaseFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String DATABASE = TestPostgres.newDatabase();
    private static final TcpProxy PROXY = proxy();

    @Autowired
    RunningChat chat;

    @Autowired
    ModerationService moderation;

    @Autowired
    Bans bans;

    @Autowired
    HealthEndpoint health;

    @Autowired
    PrometheusMeterRegistry meters;

    @DynamicPropertySource
    static void behindTheProxy(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> TestPostgres.url(PROXY.port(), DATABASE));
    }

    @AfterAll
    static void close() throws IOException {
        PROXY.close();
    }

    /** Connections that were cut off are found out one by one. */
    @AfterEach
    void awaitMessagesToBeStoredAgain() throws IOException {
        try (var client = chat.connect()) {
            client.send("/format json").hearsLike(".*format json.*");
            await().atMost(RunningChat.PATIENCE).until(() -> isStored(client));
        }
    }

    private static boolean isStored(TcpClient client) throws IOException {
        client.send("is this stored?");
        String line = client.line();
        while (line != null && !line.contains("is this stored?")) {
            line = client.line();
        }
        return line != null && line.contains("\"id\"");
    }

    @Test
    void chatContinuesWithPausedHistoryWhileTheDatabaseStalls() throws Exception {
        assertChatContinuesDuring(PROXY::stall);
    }

    @Test
    void chatContinuesWithPausedHistoryWhenTheDatabaseDies() throws Exception {
        assertChatContinuesDuring(PROXY::reset);
    }

    @Test
    void serviceStaysReadyWhileTheDatabaseStalls() throws Exception {
        assertServiceIsReadyDuring(PROXY::stall);
    }

    @Test
    void serviceStaysReadyWithoutTheDatabase() throws Exception {
        assertServiceIsReadyDuring(PROXY::reset);
    }

    /** The canary's next lines come back although the history is paused. */
    private void assertServiceIsReadyDuring(Fault fault) throws Exception {
        try (var ann = chat.connect()) {
            fault.begin();
            ann.send("/nick ann").hearsLike(".*").hears("*** You are ann");
            ann.hearsLike("\\*\\*\\* history paused: .*");
            double visits = canaryVisits();
            await().atMost(RunningChat.PATIENCE).until(() -> canaryVisits() > visits);
            assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
            PROXY.pass();
            ann.hearsLike("\\*\\*\\* history resumed: .*");
        }
    }

    /** Returns the number of times that the canary's lines came back. */
    private double canaryVisits() {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith("parley_canary_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .sum();
    }

    @Test
    void loginIsUnavailableWhileTheDatabaseStalls() throws Exception {
        try (var dora = chat.connect();
                var again = chat.connect()) {
            dora.send("/register dora correct-horse-9");
            awaitLine(dora, "*** You are dora");
            PROXY.stall();
            again.send("/login dora correct-horse-9");
            awaitLine(again, "*** error unavailable");
            PROXY.pass();
        }
    }

    private static void awaitLine(TcpClient client, String expected) throws IOException {
        String line = client.line();
        while (line != null && !StatusLines.withoutText(line).equals(expected)) {
            line = client.line();
        }
        assertThat(line).isNotNull();
    }

    @Test
    void banTakesEffectWhileTheDatabaseStallsAndIsStoredLater() throws Exception {
        moderation.ban(new Target.ByNick(new Nick("before")), "spam", null, "token");
        PROXY.stall();
        var banned = moderation.ban(new Target.ByNick(new Nick("troll")), "spam", null, "token");
        assertThat(banned.orElseThrow().isStored()).isFalse();
        try (var troll = chat.connect()) {
            troll.send("/nick troll").hears("*** error banned: troll is banned permanently: spam");
        }
        PROXY.pass();
        await().until(bans::store);
        assertThat(database()
                        .sql("SELECT display_target FROM ban ORDER BY number")
                        .query(String.class)
                        .list())
                .containsExactly("before", "troll");
    }

    private interface Fault {
        void begin() throws IOException;
    }

    private void assertChatContinuesDuring(Fault fault) throws Exception {
        int gaps = gaps().size();
        try (var ann = chat.connect();
                var bob = chat.connect()) {
            ann.send("/nick ann").hearsLike(".*").hears("*** You are ann");
            bob.send("/nick bob").hearsLike(".*").hears("*** You are bob");
            ann.hears("*** bob joined #lobby").send("before").hears("<ann> before");
            bob.hears("<ann> before");
            fault.begin();
            long begun = System.nanoTime();
            ann.send("lost").hears("<ann> lost").hearsLike("\\*\\*\\* history paused: .*");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(PATIENCE.minusMillis(100), PATIENCE.plusSeconds(2));
            bob.hears("<ann> lost").hearsLike("\\*\\*\\* history paused: .*");
            begun = System.nanoTime();
            bob.send("also lost").hears("<bob> also lost");
            ann.hears("<bob> also lost");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            begun = System.nanoTime();
            bob.send("/history").hearsLike("\\*\\*\\* error unavailable: .*");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            PROXY.pass();
            for (TcpClient client : List.of(ann, bob)) {
                client.hearsLike("\\*\\*\\* history resumed: .*");
            }
            ann.send("after").hears("<ann> after");
            bob.hears("<ann> after")
                    .send("/history 2")
                    .hearsLike("\\*\\*\\* history of #lobby: last 2 of \\d+ lines, incomplete");
            bob.hears("<ann> before", "<ann> after");
        }
        assertThat(gaps()).hasSize(gaps + 1).allMatch(to -> to < Long.MAX_VALUE);
    }

    private static List<Long> gaps() {
        return database().sql("SELECT to_id FROM history_gap").query(Long.class).list();
    }

    private static JdbcClient database() {
        return JdbcClient.create(new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), DATABASE)));
    }

    private static TcpProxy proxy() {
        try {
            return new TcpProxy(0, TestPostgres.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
