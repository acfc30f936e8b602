package dev.parley.rest.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.history.HistoryLog;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class MessageDeletionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    HikariDataSource dataSource;

    @Autowired
    HistoryLog historyLog;

    @Test
    void deletionRemovesTheMessageAndBroadcastsTheReason() throws IOException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "delete", "buy this");

            var reply = operator.delete(path("delete", id) + "?reason=an%20advertisement%0A");

            sue.hear("*** a message in #delete was deleted: an advertisement");
            assertThat(reply.status()).isEqualTo(200);
            String deletedAs = reply.text("deletedAs");
            assertThat(Long.parseLong(deletedAs)).isGreaterThan(Long.parseLong(id));
            assertThat(reply.json().toString())
                    .isEqualTo("{\"id\":\"" + id + "\",\"room\":\"#delete\",\"from\":\"sue\",\"type\":\"message\","
                            + "\"deletedAs\":\"" + deletedAs + "\",\"reason\":\"an advertisement\"}");
            sue.say("/format json");
            sue.say("/history");
            sue.hear("{\"type\":\"history\",\"room\":\"#delete\",\"count\":0,\"complete\":true,\"total\":0}");
        }
    }

    @Test
    void deletionEventHasTheIdReturnedToTheOperator() throws IOException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "event", "buy this");
            sue.say("/format json");
            sue.hear("{\"type\":\"notice\",\"text\":\"format json\"}");

            String deletedAs =
                    operator.delete(path("event", id) + "?reason=spam").text("deletedAs");

            assertThat(sue.read())
                    .startsWith("{\"type\":\"deleted\",\"id\":\"" + deletedAs + "\",\"room\":\"#event\",\"message\":\""
                            + id + "\"");
        }
    }

    @Test
    void deletedMessageHasNoTextAndIsNotFoundBySearch() throws IOException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "tombstone", "buy this");
            operator.delete(path("tombstone", id) + "?reason=spam");

            JsonNode message = operator.get(path("tombstone", "")).items().getFirst();

            assertThat(message.propertyNames())
                    .containsExactly("id", "type", "room", "from", "text", "at", "life", "deleted");
            assertThat(message.get("text").isNull()).isTrue();
            assertThat(message.get("deleted").asBoolean()).isTrue();
            assertThat(operator.get(path("tombstone", "") + "?q=buy").items()).isEmpty();
        }
    }

    @Test
    void deletionOfAnUnknownOrDeletedMessageIsNotFound() throws IOException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "once", "buy this");
            operator.delete(path("once", id) + "?reason=spam");

            assertNoSuchMessage(path("once", id), "There is no message " + id + " in #once.");
            assertNoSuchMessage(path("other", id), "There is no message " + id + " in #other.");
            assertNoSuchMessage(path("once", "1"), "There is no message 1 in #once.");
            assertNoSuchMessage(path("once", "x"), "There is no message x in #once.");
        }
    }

    @Test
    void invalidRoomNameIsAnsweredWithNoSuchRoom() {
        var reply = operator.delete("/api/v1/rooms/no%20room/messages/1?reason=spam");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-room");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?reason=", "?reason=%20%00"})
    void deletionWithoutAReasonIsRefused(String query) {
        assertBadReason(query);
    }

    @Test
    void deletionReasonAbove300CharactersIsRefused() {
        assertBadReason("?reason=" + "x".repeat(301));
    }

    @Test
    void deletionIsLoggedWithoutTheMessage(CapturedOutput output) throws IOException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "logs", "buy this");
            operator.delete(path("logs", id) + "?reason=spam");
            operator.delete(path("logs", id) + "?reason=spam");
            operator.delete(path("logs", id));

            String deletion = "actor=\"token\" address=127.0.0.1 action=delete target=\"#logs/" + id + " (sue)\" ";
            assertThat(output)
                    .contains(
                            deletion + "reason=\"spam\" result=\"deleted a message of sue\"",
                            deletion + "reason=\"spam\" result=\"no-such-message\"",
                            deletion + "reason=\"\" result=\"bad-argument\"")
                    .doesNotContain("buy this");
        }
    }

    @Test
    void deletionThatCannotBeAuditedIsNotApplied() throws IOException, SQLException {
        try (var sue = ChatUser.named("sue", chat.port())) {
            String id = said(sue, "locked", "buy this");
            try (var other = dataSource.getConnection();
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                try {
                    assertUnavailable(operator.delete(path("locked", id) + "?reason=spam"));
                } finally {
                    statement.execute("ROLLBACK");
                }
            }
            sue.say("/ping still");
            assertThat(sue.linesUntil("*** pong still")).noneMatch(line -> line.contains("deleted"));
            assertThat(operator.delete(path("locked", id) + "?reason=spam").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void readsAreRefusedIfTheAuditCannotBeWritten(CapturedOutput output) throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < dataSource.getMaximumPoolSize(); i++) {
                all.add(dataSource.getConnection());
            }

            assertUnavailable(operator.get(path("lobby", "")));
            assertUnavailable(operator.get("/api/v1/audit"));
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        assertThat(output)
                .contains("action=read target=\"#lobby\" reason=\"\" result=\"unavailable\"")
                .contains("Action not executed, as the audit cannot be written: ")
                .contains("Could not read the audit: ")
                .doesNotContain("\tat ");
    }

    private static void assertUnavailable(OperatorClient.HttpReply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("code")).isEqualTo("unavailable");
    }

    private void assertNoSuchMessage(String path, String detail) {
        var reply = operator.delete(path + "?reason=spam");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-message");
        assertThat(reply.text("detail")).isEqualTo(detail);
    }

    private void assertBadReason(String query) {
        var reply = operator.delete(path("lobby", "1") + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    /** Said in a room of its own; returns its id. */
    private String said(ChatUser person, String room, String text) throws IOException {
        person.say("/join #" + room);
        person.say(text);
        person.hear("<sue> " + text);
        return operator.get(path(room, "")).items().getFirst().get("id").asString();
    }

    private static String path(String room, String id) {
        return "/api/v1/rooms/" + room + "/messages" + (id.isEmpty() ? "" : "/" + id);
    }
}
