package dev.parley.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.account.Accounts;
import dev.parley.moderation.Bans;
import dev.parley.moderation.Mutes;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Secret;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Operators in the chat, over real sockets. */
@StartedParley
class OperatorCommandExecutorTest {
    private static final Nick MODESTA = new Nick("modesta");

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    Accounts accounts;

    @Autowired
    Bans bans;

    @Autowired
    Mutes mutes;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void thereIsAModerator() {
        accounts.add(MODESTA, new Secret("correct-horse-9"));
        give("moderator");
    }

    @AfterEach
    void nothingIsLeft() {
        accounts.remove(MODESTA);
        bans.after(null).forEach(ban -> bans.remove(ban.id()));
        mutes.after(null).forEach(mute -> mutes.remove(mute.id()));
    }

    private void give(String role) {
        assertThat(operator.put("/api/v1/accounts/modesta/role", "{\"role\":\"" + role + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private ChatUser loggedIn() throws IOException {
        var person = ChatUser.silent(chat.port());
        person.say("/login modesta correct-horse-9");
        person.hear("*** You are modesta");
        return person;
    }

    /** The newest that came to an end, which has the result. */
    private JsonNode audited() {
        return operator.get("/api/v1/audit?limit=1").items().getFirst();
    }

    private void assertAudited(String action, String target, String reason, String result) {
        JsonNode last = audited();
        assertThat(last.get("actor").asString()).isEqualTo("account:modesta");
        assertThat(last.get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(last.get("action").asString()).isEqualTo(action);
        assertThat(last.get("target").asString()).isEqualTo(target);
        assertThat(last.get("reason").asString()).isEqualTo(reason);
        assertThat(last.get("result").asString()).startsWith(result);
        assertThat(last.get("request").isNull()).isFalse();
    }

    @Test
    void moderatorCanKickByNickAndById() throws IOException {
        try (var modesta = loggedIn();
                var troll = ChatUser.named("troll", chat.port())) {
            modesta.say("/kick Troll stop it");
            modesta.hear("*** kicked troll, disconnected clients: 1");
            troll.hear("*** bye kicked: stop it");
            assertThat(troll.read()).isNull();
            assertAudited("kick", "Troll", "stop it", "kicked troll");

            modesta.say("/kick troll");
            modesta.hearLike("*** error no-such-user: ");
        }
        try (var modesta = loggedIn();
                var troll = ChatUser.named("troll", chat.port())) {
            modesta.say("/clients troll");
            String id =
                    modesta.hearLike(" troll (a guest) from 127.0.0.1, idle ").split(" ")[1];
            modesta.say("/kick " + id);
            troll.hear("*** bye kicked: an operator disconnected you");
            modesta.hear("*** kicked troll, disconnected clients: 1");
        }
    }

    @Test
    void operatorCanKickItselfWithoutBlocking() throws IOException {
        try (var modesta = loggedIn()) {
            modesta.say("/kick modesta");
            modesta.hear("*** bye kicked: an operator disconnected you");
            assertThat(modesta.read()).isNull();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertAudited(
                            "kick",
                            "modesta",
                            "an operator disconnected you",
                            "kicked modesta, disconnected clients: 1"));
        }
    }

    @Test
    void moderatorCanBanForAWeekAtMostAndUnban() throws IOException {
        try (var modesta = loggedIn();
                var troll = ChatUser.named("troll", chat.port())) {
            modesta.say("/ban troll spam");
            modesta.hearLike("*** error not-allowed: ");
            assertAudited("ban", "troll", "spam", "forbidden");
            modesta.say("/ban troll 8d spam");
            modesta.hearLike("*** error not-allowed: ");
            troll.say("/ping still here");
            troll.hear("*** pong still here");

            modesta.say("/ban troll 7d spam");
            modesta.hearLike("*** troll: banned until ");
            troll.hearLike("*** bye banned: banned until ");
            assertAudited("ban", "troll", "spam", "banned until ");
            assertThat(operator.get("/api/v1/bans").items())
                    .filteredOn(ban -> ban.get("nick").asString().equals("troll"))
                    .hasSize(1);

            modesta.say("/unban troll");
            modesta.hear("*** removed the ban of troll");
            assertAudited("unban", "troll", "", "removed");
            modesta.say("/unban troll");
            modesta.hearLike("*** error bad-argument: ");
            assertThat(operator.get("/api/v1/bans").items())
                    .noneMatch(ban -> ban.get("nick").asString().equals("troll"));
        }
    }

    @Test
    void adminCanBanPermanently() throws IOException {
        give("admin");
        try (var modesta = loggedIn()) {
            modesta.say("/ban 192.0.2.7 spam");
            modesta.hearLike("*** 192.0.2.7: banned permanently, id ");
        }
    }

    @Test
    void banThatNeedsForceIsRefusedWithAHintToUseRest() throws IOException {
        try (var modesta = loggedIn()) {
            modesta.say("/ban 127.0.0.0/8 1h");
            assertThat(modesta.hearLike("*** error not-allowed: ")).contains("REST");
            assertThat(operator.get("/api/v1/bans").items()).isEmpty();
            modesta.say("/ban @ 1h");
            modesta.hearLike("*** error bad-argument: ");
        }
    }

    @Test
    void moderatorCanMuteAndUnmute() throws IOException {
        try (var modesta = loggedIn();
                var troll = ChatUser.named("troll", chat.port())) {
            modesta.say("/mute troll 1h shouting");
            modesta.hearLike("*** troll: muted until ");
            assertAudited("mute", "troll", "shouting", "muted until ");
            troll.say("BUY");
            troll.hearLike("*** error muted: you are muted until ");

            modesta.say("/unmute Troll");
            modesta.hear("*** removed the mute of troll");
            assertAudited("unmute", "Troll", "", "removed");
            troll.say("sorry");
            modesta.hear("<troll> sorry");
        }
    }

    @Test
    void moderatorCanAnnounceUnlessMuted() throws IOException {
        try (var modesta = loggedIn();
                var other = ChatUser.named("other", chat.port())) {
            modesta.say("/announce tea at four");
            other.hear("*** announcement: tea at four");
            modesta.hearLike("*** sent, recipients: ");
            assertAudited("announce", "everyone", "tea at four", "sent");

            operator.post("/api/v1/mutes", "{\"nick\":\"modesta\",\"reason\":\"hush\"}");
            modesta.say("/announce tea at five");
            modesta.hear("*** error muted: you are muted: hush");
        }
    }

    @Test
    void clientListShowsFiftyAndCountsTheRest() throws IOException {
        List<ChatUser> crowd = new ArrayList<>();
        try (var modesta = loggedIn()) {
            for (int i = 0; i < 50; i++) {
                crowd.add(ChatUser.silent(chat.port()));
            }
            modesta.say("/ping all here");
            modesta.hear("*** pong all here");
            modesta.say("/clients");
            modesta.say("/ping done");
            List<String> lines = modesta.linesUntil("*** pong done");
            assertThat(lines).hasSize(51);
            assertThat(lines.getFirst())
                    .matches(
                            "\\*\\*\\* \\w+ modesta \\(account modesta\\) from 127\\.0\\.0\\.1, idle 0 s, \\d+ bytes queued");
            assertThat(lines.getLast()).isEqualTo("*** and 1 more");
            modesta.say("/clients nobody");
            modesta.hearLike("*** error no-such-user: ");
        } finally {
            for (ChatUser person : crowd) {
                person.close();
            }
        }
    }

    @Test
    void roleChangeAppliesToTheNextCommand() throws IOException {
        try (var modesta = loggedIn()) {
            give("viewer");
            modesta.say("/clients modesta");
            modesta.hearLike(" modesta (account modesta) from ");
            modesta.say("/announce tea");
            modesta.hearLike("*** error not-allowed: ");
            modesta.say("/client modesta");
            modesta.hearLike("did you mean /clients");
            modesta.say("/anounce tea");
            assertThat(modesta.hearLike("*** error unknown-command: ")).doesNotContain("did you mean");
            give("moderator");
            modesta.say("/anounce tea");
            modesta.hearLike("did you mean /announce");
            give("auditor");
            modesta.say("/clients");
            modesta.hearLike("*** error not-allowed: ");
            operator.put("/api/v1/accounts/modesta/role", "{\"role\":null}");
            modesta.say("/clients");
            modesta.hearLike("*** error not-allowed: ");
        }
    }

    @Test
    void kickIsNotDoneIfTheAuditCannotBeWritten() throws IOException {
        try (var modesta = loggedIn();
                var troll = ChatUser.named("troll", chat.port())) {
            jdbc.sql("ALTER TABLE audit_head RENAME TO broken").update();
            try {
                modesta.say("/kick troll");
                modesta.hearLike("*** error unavailable: ");
            } finally {
                jdbc.sql("ALTER TABLE broken RENAME TO audit_head").update();
            }
            troll.say("/ping still here");
            troll.hear("*** pong still here");
        }
    }

    @Test
    void operatorGetsUnavailableIfItsRoleCannotBeRead() throws IOException {
        try (var modesta = loggedIn()) {
            jdbc.sql("ALTER TABLE account RENAME TO broken").update();
            try {
                modesta.say("/clients");
                modesta.hearLike("*** error unavailable: ");
                modesta.say("/client");
                assertThat(modesta.hearLike("*** error unknown-command: ")).doesNotContain("did you mean");
            } finally {
                jdbc.sql("ALTER TABLE broken RENAME TO account").update();
            }
        }
    }

    @Test
    void newAccountDoesNotInheritTheRoleOfADroppedOne() throws IOException {
        accounts.remove(MODESTA);
        accounts.add(MODESTA, new Secret("correct-horse-9"));
        try (var modesta = loggedIn()) {
            modesta.say("/announce tea");
            modesta.hearLike("*** error not-allowed: ");
        }
    }
}
