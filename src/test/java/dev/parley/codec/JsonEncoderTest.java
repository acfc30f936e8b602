package dev.parley.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    private static final Stamp STAMP = new Stamp(1, Instant.EPOCH, 0);
    private static final Nick ANNA = new Nick("anna");

    static Stream<Event> eventsWithoutText() {
        return Stream.of("", "\u0007", "\u001B[A")
                .flatMap(text -> Stream.of(
                        new Event.Kicked(STAMP, RoomName.LOBBY, ANNA, new Nick("bob"), text),
                        new Event.Deleted(STAMP, RoomName.LOBBY, 7, text),
                        new Event.TopicSet(STAMP, RoomName.LOBBY, ANNA, text),
                        new Event.Announced(STAMP, null, text)));
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutText")
    void anEventWithoutTextHasNoTextField(Event event) {
        assertThat(line(LineEncoder.encode(event, Format.JSON, true, true))).doesNotContain("\"text\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007"})
    void anAnswerWithoutTextHasNoTextField(String text) {
        for (Answer answer : new Answer[] {
            new Answer.Bye(Code.KICKED, text), new Answer.Topic(RoomName.LOBBY, text), new Answer.Notice(text)
        }) {
            assertThat(line(LineEncoder.encode(answer, Format.JSON, true))).doesNotContain("\"text\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0007"})
    void aPongWithoutTokenHasNoTokenField(String token) {
        assertThat(line(LineEncoder.encode(new Answer.Pong(token), Format.JSON, true)))
                .isEqualTo("{\"type\":\"pong\"}\n");
    }

    private static String line(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
