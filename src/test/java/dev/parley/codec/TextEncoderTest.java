package dev.parley.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Reply.HistoryPage.Extent;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final Nick ANN = new Nick("ann");
    private static final Nick BOB = new Nick("bob");
    private static final Instant TODAY = Instant.parse("2026-07-03T00:00:00Z");

    @Test
    void eachDayOfAHistoryBeginsWithItsDateUnlessItIsToday() {
        var page = page(
                null, Extent.COMPLETE, 117, "2026-07-01T09:00:00Z", "2026-07-01T23:59:59.999Z", "2026-07-03T00:00:00Z");
        assertThat(lines(page, Format.TEXT))
                .containsExactly(
                        "*** history of #lobby: last 3 of 117 lines",
                        "*** 2026-07-01 (UTC)",
                        "<ann> hello",
                        "<ann> hello",
                        "*** 2026-07-03 (UTC)",
                        "<ann> hello");
        assertThat(lines(page, Format.BARE)).contains("*** 2026-07-01 (UTC)", "hello");
        assertThat(lines(page, Format.JSON)).hasSize(4).first().asString().contains("\"total\":117");
        assertThat(lines(page(null, Extent.COMPLETE, 1, "2026-07-03T08:00:00Z"), Format.TEXT))
                .containsExactly("*** history of #lobby: last 1 of 1 line", "<ann> hello");
    }

    @Test
    void missedAndUnreadMessagesOfAnotherDayBeginWithTheirDate() {
        var missed = new Reply.Resumed(page(1L, Extent.COMPLETE, 0, "2026-07-02T08:00:00Z"), 9);
        assertThat(lines(missed, Format.TEXT)).first().isEqualTo("*** 2026-07-02 (UTC)");
        var message = new ChatEvent.DirectMessage(stamp("2026-06-30T08:00:00Z"), ANN, BOB, "psst", BOB, true);
        assertThat(lines(new Reply.Unread(List.of(message), 0, TODAY), Format.TEXT))
                .endsWith("*** 2026-06-30 (UTC)", "[ann] psst");
    }

    @Test
    void emptyListOfClientsIsSaid() {
        assertThat(lines(new Reply.ClientList(List.of(), 0), Format.TEXT)).containsExactly("*** no clients");
    }

    @Test
    void answerAfterAnIdInTheFutureGivesTheReason() {
        var page = page(1L << 60, Extent.FUTURE_ID, 0);
        assertThat(lines(page, Format.TEXT))
                .containsExactly("*** since 1152921504606846976: 0 lines, incomplete: this id is in the future");
        assertThat(lines(page, Format.JSON))
                .singleElement()
                .asString()
                .contains("\"complete\":false,\"reason\":\"future-id\"");
    }

    @Test
    void totalThatWasNotCountedToItsEndIsALowerLimit() {
        assertThat(lines(page(null, Extent.COMPLETE, Reply.HistoryPage.MAX_TOTAL, "2026-07-03T08:00:00Z"), Format.TEXT))
                .startsWith("*** history of #lobby: last 1 of at least 20000 lines");
    }

    private static Reply.HistoryPage page(@Nullable Long since, Extent extent, int total, String... times) {
        List<ChatEvent> events = Stream.of(times)
                .<ChatEvent>map(time -> new ChatEvent.Said(stamp(time), RoomName.LOBBY, ANN, "hello"))
                .toList();
        return new Reply.HistoryPage(since, RoomName.LOBBY, events, extent, total, TODAY);
    }

    private static Stamp stamp(String time) {
        return new Stamp(1, Instant.parse(time), 0);
    }

    private static List<String> lines(Reply reply, Format format) {
        byte[] bytes = Objects.requireNonNull(LineEncoder.encode(reply, format, true));
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
}
