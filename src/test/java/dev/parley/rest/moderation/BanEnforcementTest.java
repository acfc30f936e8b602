package dev.parley.rest.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.moderation.Bans;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a ban does to those it is for, over real sockets, and to nobody else. */
@StartedParley
class BanEnforcementTest {
    private static final String BANS = "/api/v1/bans";
    private static final String TROLLS = "127.0.0.9";
    private static final String LINUX_ONLY = "only Linux lets a client come from any 127.0.0.0/8 address";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    Bans bans;

    @Autowired
    MeterRegistry meters;

    @BeforeEach
    @AfterEach
    void nobodyIsBanned() {
        bans.after(null).forEach(ban -> bans.remove(ban.id()));
        bans.store();
    }

    @Test
    void nickBanDisconnectsTheClientAndBlocksTheNick() throws IOException {
        try (var troll = ChatUser.named("troll", chat.port());
                var other = ChatUser.named("other", chat.port())) {
            String id = operator.get("/api/v1/clients?nick=troll")
                    .items()
                    .getFirst()
                    .get("id")
                    .asString();

            JsonNode ban = ban("{\"nick\":\"Troll\",\"reason\":\"spam\"}");

            assertThat(ban.get("clients").toString())
                    .isEqualTo("[{\"id\":\"" + id + "\",\"nick\":\"troll\",\"address\":\"127.0.0.1\"}]");
            troll.hear("*** bye banned: banned permanently: spam");
            other.say("/nick TROLL");
            other.hear("*** error banned: TROLL is banned permanently: spam");
            operator.delete(BANS + "/" + ban.get("id").asString());
            other.say("/nick TROLL");
            other.hear("*** You are TROLL");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = LINUX_ONLY)
    void networkBanDisconnectsAndRejectsItsClientsUntilItIsRemoved() throws IOException {
        double rejected = banned("parley.connections.rejected");
        double ended = banned("parley.disconnects");
        JsonNode ban;
        String notice;
        try (var troll = ChatUser.from(TROLLS, chat.port());
                var other = ChatUser.silent(chat.port())) {
            troll.say("/nick nasty");
            troll.hear("*** You are nasty");

            ban = ban("{\"network\":\"127.0.0.9/32\",\"reason\":\"enough\",\"duration\":\"P1D\",\"force\":true}");
            notice = "banned until " + ban.get("expiresAt").asString().substring(0, 19) + "Z: enough";

            troll.hear("*** bye banned: " + notice);
            assertThat(troll.read()).isNull();
            assertThat(ban.get("clients"))
                    .singleElement()
                    .satisfies(
                            client -> assertThat(client.get("nick").asString()).isEqualTo("nasty"));
            assertThat(banned("parley.disconnects")).isEqualTo(ended + 1);
            assertThat(active()).isOne();
            other.say("/ping still");
            other.hear("*** pong still");
        }
        try (var troll = ChatUser.from(TROLLS, chat.port())) {
            assertThat(troll.read()).isEqualTo("*** error banned: " + notice);
            assertThat(troll.read()).isNull();
        }
        assertThat(banned("parley.connections.rejected")).isEqualTo(rejected + 1);
        ChatUser.silent(chat.port()).close();

        operator.delete(BANS + "/" + ban.get("id").asString());

        try (var reformed = ChatUser.from(TROLLS, chat.port())) {
            reformed.say("/ping sorry");
            reformed.hear("*** pong sorry");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = LINUX_ONLY)
    void clientsConnectingDuringANetworkBanAreRejected() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            var before = new CountDownLatch(1 + 2 * round);
            CompletableFuture<List<String>> lastLines =
                    CompletableFuture.supplyAsync(() -> comeAgainAndAgain(before), Thread::startVirtualThread);
            before.await();

            JsonNode ban = ban("{\"network\":\"127.0.0.9\",\"reason\":\"enough\",\"force\":true}");

            assertThat(lastLines.join())
                    .as("what each was told last")
                    .allMatch(line -> line.equals("*** bye banned: banned permanently: enough")
                            || line.startsWith("*** error banned: "));
            operator.delete(BANS + "/" + ban.get("id").asString());
        }
    }

    @Test
    void bannedAccountCannotResumeLogInOrBeTakenAsANick() throws IOException {
        try (var olga = ChatUser.silent(chat.port());
                var other = ChatUser.silent(chat.port())) {
            olga.say("/register olga correct-horse-9");
            String token = olga.hearLike(" /resume ").replaceAll(".* ", "");
            olga.say("/nick nice");
            olga.hear("*** You are nice");
            olga.close();

            JsonNode ban = ban("{\"account\":\"olga\",\"reason\":\"spam\"}");

            assertThat(ban.get("account").asString()).isEqualTo("olga");
            other.say("/resume " + token);
            other.hear("*** error banned: olga is banned permanently: spam");
            other.say("/login olga correct-horse-9");
            other.hear("*** error banned: olga is banned permanently: spam");
            other.say("/nick OLGA");
            other.hear("*** error banned: OLGA is banned permanently: spam");
            operator.delete(BANS + "/" + ban.get("id").asString());
            other.say("/login olga correct-horse-9");
            other.hear("*** You are olga");
            other.say("/drop correct-horse-9");
        }
    }

    /** They say something as soon as they are there, a hundred times a second and more. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = LINUX_ONLY)
    void banSilencesARapidlyReconnectingClientWithinASecond() throws Exception {
        try (var troll = new ReconnectingClient(TROLLS, chat.port());
                var observer = ChatUser.silent(chat.port())) {
            observer.hearLike("> spam ");
            ban("{\"network\":\"127.0.0.9\",\"reason\":\"enough\",\"force\":true}");

            int silentFrom = troll.attempts() + ReconnectingClient.A_SECOND;
            int heardFrom = await().atMost(Duration.ofSeconds(30))
                    .until(troll::attempts, attempts -> attempts > silentFrom + 2 * ReconnectingClient.A_SECOND);

            observer.say("/ping over");
            assertThat(observer.linesUntil("*** pong over"))
                    .as("said after attempt %d, up to %d", silentFrom, heardFrom)
                    .noneMatch(line -> line.contains("> spam ") && number(line) > silentFrom);
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private List<String> comeAgainAndAgain(CountDownLatch counted) {
        List<CompletableFuture<String>> lastLines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ChatUser troll = unchecked(() -> ChatUser.from(TROLLS, chat.port()));
            counted.countDown();
            lastLines.add(
                    CompletableFuture.supplyAsync(() -> unchecked(() -> lastLine(troll)), Thread::startVirtualThread));
        }
        return lastLines.stream().map(CompletableFuture::join).toList();
    }

    private static String lastLine(ChatUser person) throws IOException {
        try (person) {
            String last = "";
            for (String line = person.read(); line != null; line = person.read()) {
                last = line;
            }
            return last;
        }
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode ban(String body) {
        var reply = operator.post(BANS, body);
        assertThat(reply.status()).isEqualTo(201);
        return reply.json();
    }

    private double banned(String counter) {
        return meters.get(counter).tag("reason", "banned").counter().count();
    }

    private double active() {
        return meters.get("parley.bans.active").gauge().value();
    }
}
