package dev.parley.rest.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class AnnouncementControllerTest {
    private static final String ANNOUNCEMENTS = "/api/v1/announcements";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void announcementReachesAllClientsAndIsLogged(CapturedOutput output) throws IOException {
        try (var lena = ChatUser.named("lena", chat.port());
                var guest = ChatUser.silent(chat.port())) {
            var reply = operator.post(ANNOUNCEMENTS, "{\"text\":\"tea\\nis ready\"}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().propertyNames()).containsExactly("recipients");
            int recipients = reply.json().get("recipients").asInt();
            assertThat(recipients).isGreaterThanOrEqualTo(2);
            lena.hear("*** announcement: teais ready");
            guest.hear("*** announcement: teais ready");
            assertThat(output).contains("""
                    actor="token" address=127.0.0.1 action=announce target="everyone" reason="teais ready" \
                    result="sent, recipients: %d\"""".formatted(recipients));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#mill", "mill", "#MILL"})
    void roomAnnouncementReachesOnlyThatRoom(String room) throws IOException {
        try (var mia = ChatUser.named("mia", chat.port());
                var nils = ChatUser.named("nils", chat.port())) {
            mia.say("/join #mill");
            mia.hear("*** You are in #mill (1 here)");

            var reply = operator.post(ANNOUNCEMENTS, "{\"text\":\"grind\",\"room\":\"" + room + "\"}");

            assertThat(reply.json().toString()).isEqualTo("{\"recipients\":1}");
            mia.hear("*** announcement: grind");
            nils.say("/ping next");
            assertThat(nils.read()).isEqualTo("*** pong next");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#nowhere", "no room", ""})
    void announcementToAnUnknownRoomIsNotFound(String room) {
        var reply = operator.post(ANNOUNCEMENTS, "{\"text\":\"hi\",\"room\":\"" + room + "\"}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-room");
    }

    @Test
    void announcementAbove4096CharactersIsRefused() {
        assertThat(operator.post(ANNOUNCEMENTS, text("x".repeat(4_096))).status())
                .isEqualTo(200);

        var reply = operator.post(ANNOUNCEMENTS, text("x".repeat(4_097)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\":null}", "{\"text\":\" \"}", "{\"text\":\"\\u0007\"}"})
    void announcementWithoutTextIsRefused(String body) {
        var reply = operator.post(ANNOUNCEMENTS, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    private static String text(String text) {
        return "{\"text\":\"" + text + "\"}";
    }
}
