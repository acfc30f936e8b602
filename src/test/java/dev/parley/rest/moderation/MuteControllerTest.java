package dev.parley.rest.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.moderation.Mutes;
import dev.parley.moderation.RestrictionRegistry;
import dev.parley.moderation.Target;
import dev.parley.protocol.Nick;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Mutes, and what they do over real sockets. */
@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class MuteControllerTest {
    private static final String MUTES = "/api/v1/mutes";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    Mutes mutes;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MeterRegistry meters;

    @BeforeEach
    @AfterEach
    void nobodyIsMuted() {
        mutes.after(null).forEach(mute -> mutes.remove(mute.id()));
        mutes.store();
    }

    @Test
    void muteHasExactlyTheDocumentedFields() {
        JsonNode mute = mute("{\"account\":\"troll\",\"duration\":\"PT1H\",\"reason\":\"spam\",\"shadow\":true}");

        assertThat(mute.propertyNames())
                .containsExactly(
                        "id",
                        "nick",
                        "network",
                        "account",
                        "shadow",
                        "reason",
                        "createdAt",
                        "createdBy",
                        "expiresAt",
                        "clients",
                        "action");
        assertThat(mute.get("account").asString()).isEqualTo("troll");
        assertThat(mute.get("shadow").asBoolean()).isTrue();
        assertThat(mute.get("clients").toString()).isEqualTo("[]");
        assertThat(operator.get(MUTES).items())
                .singleElement()
                .satisfies(listed ->
                        assertThat(listed.toString()).isEqualTo(mute.toString().replaceFirst(",\"clients\":.*", "}")));
        JsonNode plain = mute("{\"nick\":\"troll\"}");
        assertThat(plain.get("shadow").asBoolean()).isFalse();
        assertThat(plain.get("reason").asString()).isEqualTo("an operator muted you");
        assertThat(plain.get("expiresAt").isNull()).isTrue();
    }

    @Test
    void mutedClientGetsAnErrorUntilTheMuteIsRemoved() throws IOException {
        try (var troll = ChatUser.named("troll", chat.port());
                var other = ChatUser.named("other", chat.port())) {
            JsonNode mute = mute("{\"nick\":\"Troll\",\"reason\":\"spam\"}");
            assertThat(mute.get("clients"))
                    .singleElement()
                    .satisfies(client -> assertThat(client.propertyNames()).containsExactly("id", "nick", "address"));
            assertThat(meters.get("parley.mutes.active").gauge().value()).isOne();
            troll.say("buy");
            troll.hear("*** error muted: you are muted: spam");

            assertThat(operator.delete(MUTES + "/" + mute.get("id").asString()).status())
                    .isEqualTo(200);

            troll.say("sorry");
            troll.hear("<troll> sorry");
            assertThat(other.nextSaid()).isEqualTo("<troll> sorry");
        }
    }

    @Test
    void guestCanBeMutedByItsNick() throws IOException {
        try (var guest = ChatUser.silent(chat.port())) {
            guest.say("hello");
            String said = guest.hearLike("> hello");
            String nick = said.substring(1, said.indexOf('>'));

            mute("{\"nick\":\"" + nick + "\",\"reason\":\"spam\"}");

            guest.say("buy");
            guest.hear("*** error muted: you are muted: spam");
        }
    }

    @Test
    void shadowMutedMessagesReachOnlyTheirSenderAndAreNotStored() throws IOException {
        try (var troll = ChatUser.named("troll", chat.port());
                var other = ChatUser.named("other", chat.port())) {
            troll.say("/join #dark");
            troll.say("/format json");
            troll.hearLike("format json");
            other.say("/join #dark");
            mute("{\"nick\":\"troll\",\"shadow\":true}");

            troll.say("buy");
            assertThat(troll.hearLike("\"text\":\"buy\""))
                    .startsWith("{\"type\":\"message\",\"id\":\"")
                    .doesNotContain("unsaved");
            troll.say("/msg other buy");
            troll.hearLike("\"type\":\"private\"");
            other.say("anyone?");
            assertThat(other.nextSaid()).isEqualTo("<other> anyone?");
            assertThat(operator.get("/api/v1/rooms/dark/messages").items())
                    .extracting(message -> message.get("text").asString())
                    .containsExactly("anyone?");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lets a client come from any 127.0.0.0/8 address")
    void dryRunShowsAffectedClientsWithoutMuting() throws IOException {
        try (var troll = ChatUser.from("127.0.0.9", chat.port())) {
            troll.say("/nick troll");
            troll.hear("*** You are troll");

            var dry = operator.post(MUTES + "?dryRun=true", "{\"network\":\"127.0.0.9\"}");

            assertThat(dry.status()).isEqualTo(200);
            assertThat(dry.json().get("clients"))
                    .singleElement()
                    .satisfies(client ->
                            assertThat(client.get("address").asString()).isEqualTo("127.0.0.9"));
            assertThat(dry.json().at("/warnings/0/code").asString()).isEqualTo("private-range");
            assertThat(dry.json().at("/warnings/0/needsForce").asBoolean(true)).isFalse();
            troll.say("hello");
            troll.hear("<troll> hello");
            mute("{\"network\":\"127.0.0.9\"}");
            troll.say("hello");
            troll.hear("*** error muted: you are muted: an operator muted you");
        }
    }

    @Test
    void muteCanBeRemovedOnlyOnceAndBothAreLogged(CapturedOutput output) {
        String id = mute("{\"nick\":\"troll\",\"reason\":\"spam\",\"shadow\":true}")
                .get("id")
                .asString();

        assertThat(operator.delete(MUTES + "/" + id).json().get("id").asString())
                .isEqualTo(id);
        var again = operator.delete(MUTES + "/" + id);

        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("code")).isEqualTo("no-such-mute");
        assertThat(output)
                .contains(
                        "action=mute target=\"troll\" reason=\"spam\" result=\"shadow-muted permanently, id " + id
                                + ", affected clients: 0\"",
                        "action=unmute target=\"" + id + " (troll)\" reason=\"\" result=\"removed the mute of troll\"");
    }

    @Test
    void mutesAreFoundByAPartOfTheirTargetAndListedNewestFirst() {
        mute("{\"nick\":\"loud-1\"}");
        mute("{\"nick\":\"quiet\"}");
        mute("{\"nick\":\"loud-2\"}");

        assertThat(operator.all(MUTES, 1, "&q=LOUD&sort=-createdAt"))
                .extracting(mute -> mute.get("nick").asString())
                .containsExactly("loud-2", "loud-1");
        assertThat(operator.all(MUTES, 1, "&nick=QUIET&ip=192.0.2.7"))
                .extracting(mute -> mute.get("nick").asString())
                .containsExactly("quiet");
    }

    @Test
    void invalidMuteIsRefused() {
        assertThat(operator.post(MUTES, "{}").text("code")).isEqualTo("bad-argument");
        assertThat(operator.post(MUTES, "{\"nick\":\"troll\",\"duration\":\"1h\"}")
                        .text("code"))
                .isEqualTo("bad-argument");
        assertThat(operator.post(MUTES, "{\"nick\":\"troll\",\"shadow\":\"dark\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.get(MUTES + "?cursor=a.b").text("code")).isEqualTo("bad-argument");
        assertThat(mutes.mutes()).isZero();
    }

    @Test
    void muteAbove10000IsRefused() {
        for (int i = 0; i < RestrictionRegistry.MAX_RESTRICTIONS; i++) {
            mutes.mute(new Target.ByNick(new Nick("n" + i)), "spam", null, false, "token");
        }

        var reply = operator.post(MUTES, "{\"nick\":\"troll\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("too-many-mutes");
    }

    @Test
    void unstoredMuteTakesEffectAndIsReported() {
        jdbc.sql("ALTER TABLE mute RENAME TO broken").update();
        try {
            var reply = operator.post(MUTES, "{\"nick\":\"troll\"}");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("code")).isEqualTo("unavailable");
            assertThat(mutes.mutes()).isOne();
        } finally {
            jdbc.sql("ALTER TABLE broken RENAME TO mute").update();
        }
    }

    private JsonNode mute(String body) {
        var reply = operator.post(MUTES, body);
        assertThat(reply.status()).isEqualTo(201);
        return reply.json();
    }
}
