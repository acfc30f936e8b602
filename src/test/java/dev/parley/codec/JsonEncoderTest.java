package dev.parley.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Reply.HistoryPage.Extent;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEncoderTest {
    private static final Stamp STAMP = new Stamp(1, Instant.EPOCH, 0);
    private static final Nick ANNA = new Nick("anna");

    static Stream<ChatEvent> eventsWithoutText() {
        return Stream.of("", "\u0007", "\u001B[A")
                .flatMap(text -> Stream.of(
                        new ChatEvent.Kicked(STAMP, RoomName.LOBBY, ANNA, new Nick("bob"), text),
                        new ChatEvent.Deleted(STAMP, RoomName.LOBBY, 7, text),
                        new ChatEvent.TopicSet(STAMP, RoomName.LOBBY, ANNA, text),
                        new ChatEvent.Announced(STAMP, null, text)));
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutText")
    void anEventWithoutTextHasNoTextField(ChatEvent event) {
        assertThat(line(LineEncoder.encode(event, Format.JSON, true, true))).doesNotContain("\"text\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007"})
    void anAnswerWithoutTextHasNoTextField(String text) {
        for (Reply reply : new Reply[] {
            new Reply.Bye(StatusCode.KICKED, text), new Reply.Topic(RoomName.LOBBY, text), new Reply.Notice(text)
        }) {
            assertThat(line(LineEncoder.encode(reply, Format.JSON, true))).doesNotContain("\"text\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007"})
    void aPongWithoutTokenHasNoTokenField(String token) {
        assertThat(line(LineEncoder.encode(new Reply.Pong(token), Format.JSON, true)))
                .isEqualTo("{\"type\":\"pong\"}\n");
    }

    @Test
    void resumeWithoutAnIdIsNeverComplete() {
        var said = new ChatEvent.Said(STAMP, RoomName.LOBBY, ANNA, "hello");
        for (Extent extent : List.of(Extent.COMPLETE, Extent.MORE)) {
            var page = new Reply.HistoryPage(1L, RoomName.LOBBY, List.of(said), extent, 0, STAMP.at());
            var resumed = new Reply.Resumed(page.withoutStart(), 2);
            assertThat(line(LineEncoder.encode(resumed, Format.JSON, true))).contains("\"complete\":false");
            assertThat(line(LineEncoder.encode(resumed, Format.TEXT, true)))
                    .contains("at least 1 line missed", "/history")
                    .doesNotContain(" complete");
        }
    }

    private static String line(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
