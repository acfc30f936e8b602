package dev.parley.rest.loggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class LoggerControllerTest {
    private static final String LOGGERS = "/api/v1/loggers/";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @AfterEach
    void resetLevels() {
        put("dev.parley", "{}");
        put("dev.parley.tcp", "{}");
    }

    @Test
    void logLevelCanBeChangedShownAndReset(CapturedOutput output) {
        var logger = LoggerFactory.getLogger(ListenerLifecycle.class);

        assertThat(put("dev.parley.tcp", "{\"level\":\"DEBUG\"}").json().toString())
                .isEqualTo("{\"name\":\"dev.parley.tcp\",\"level\":\"debug\",\"effective\":\"debug\"}");
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(operator.get(LOGGERS + "dev.parley.tcp").text("level")).isEqualTo("debug");
        assertThat(output).contains("""
                actor="token" address=127.0.0.1 action=set-log-level target="dev.parley.tcp" reason="DEBUG" \
                result="level debug\"""");

        assertThat(put("dev.parley.tcp", "{\"level\":null}").json().toString())
                .isEqualTo("{\"name\":\"dev.parley.tcp\",\"level\":null,\"effective\":\"info\"}");
        assertThat(logger.isDebugEnabled()).isFalse();
    }

    @Test
    void packagesAreListedByNameWithTheirLevels() {
        put("dev.parley.tcp", "{\"level\":\"debug\"}");
        var packages = operator.all("/api/v1/loggers", 20);
        assertThat(packages.stream().map(shown -> shown.get("name").asString()))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(name -> name.equals("dev.parley") || name.startsWith("dev.parley."))
                .contains("dev.parley.tcp", "dev.parley.chat");
        assertThat(packages.stream()
                        .filter(shown -> !shown.get("level").isNull())
                        .map(shown -> shown.get("name").asString()))
                .containsExactly("dev.parley.tcp");
        assertThat(operator.get("/api/v1/loggers?limit=0").text("code")).isEqualTo("bad-argument");
    }

    @Test
    void packageThatLogsNothingHasTheLevelOfItsParent() {
        assertThat(operator.get(LOGGERS + "dev.parley.protocol").json().toString())
                .isEqualTo("{\"name\":\"dev.parley.protocol\",\"level\":null,\"effective\":\"info\"}");
    }

    /** A class has none of its own either: that of ChatConnection is the framework's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root",
                "org.springframework.integration",
                "dev.parley.tcp.ChatConnection",
                "dev.parley.nothing",
                "dev.parleyx",
                "dev"
            })
    void loggersOutsideParleyAreNotFound(String name) {
        assertThat(operator.get(LOGGERS + name).text("code")).isEqualTo("no-such-logger");
        assertThat(put(name, "{\"level\":\"trace\"}").text("code")).isEqualTo("no-such-logger");
    }

    @Test
    void unknownLogLevelIsRefused() {
        var reply = put("dev.parley", "{\"level\":\"loud\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void traceLogContainsNoMessagesOrPasswords(CapturedOutput output) throws IOException {
        put("dev.parley", "{\"level\":\"trace\"}");
        put("dev.parley.tcp", "{\"level\":\"trace\"}");
        try (var olga = ChatUser.named("olga", chat.port())) {
            olga.say("between you and me");
            olga.hear("<olga> between you and me");
            olga.say("/register olga correct-horse-9");
            olga.hear("*** You are olga");
            olga.say("/drop correct-horse-9");
        }
        assertThat(output).contains("level trace").doesNotContain("between you and me", "horse");
    }

    private OperatorClient.HttpReply put(String name, String body) {
        return operator.put(LOGGERS + name, body);
    }
}
