package dev.parley.tcp.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.codec.CommandParser;
import dev.parley.codec.LineEncoder;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.session.Input;
import dev.parley.time.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines that may hurt, cut at random: what comes out of the framing, the parser and the encoders. CONTRIBUTING.md says
 * how to try more of them.
 */
class LineFuzzTest {
    private static final int LINES = Integer.getInteger("parley.fuzz.lines", 100_000);
    private static final long SEED = Long.getLong("parley.fuzz.seed", 1);

    private static final int MOST_LINES = 20;
    private static final int MOST_IN_A_PART = 50;
    private static final Stamp STAMP = new Stamp(1, Instant.EPOCH, 0);
    private static final RoomName ROOM = RoomName.LOBBY;
    private static final Nick ANNA = new Nick("anna");
    private static final JsonMapper JSON = new JsonMapper();

    /** Longer than between two keys that somebody types. */
    private static final Duration BETWEEN_READS = Duration.ofSeconds(3);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final LineMutations mutations = new LineMutations(random);

    @Test
    void linesAreFramedTheSameHoweverTheyAreCut() throws IOException {
        for (int lines = 0; lines < LINES; ) {
            int count = 1 + random.nextInt(MOST_LINES);
            int longest = longest();
            String sent = mutations.lines(count);
            List<Input> whole = new Reception(longest).whole(sent);
            assertThat(new Reception(longest).inParts(sent, false))
                    .as(() -> "seed %d, lines of at most %d bytes: %s".formatted(SEED, longest, literal(sent)))
                    .isEqualTo(whole);
            lines += count;
        }
    }

    @Test
    void silenceAtAnyPointCausesNoException() throws IOException {
        for (int lines = 0; lines < LINES; lines++) {
            new Reception(longest()).inParts(mutations.line(), true);
        }
    }

    @Test
    void randomTextIsParsedAndEncodedAsOneCleanLine() throws IOException {
        for (int lines = 0; lines < LINES; lines++) {
            byte[] bytes = mutations.line().getBytes(StandardCharsets.ISO_8859_1);
            String text =
                    new String(bytes, random.nextInt(8) == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
            CommandParser.parse(text);
            Object told = told(text);
            for (Format format : Format.values()) {
                byte[] line = told instanceof ChatEvent event
                        ? LineEncoder.encode(event, format, random.nextBoolean(), true)
                        : LineEncoder.encode((Reply) told, format, true);
                assertOneCleanLine(line, format, told, text);
            }
        }
    }

    /** As long as many lines are, or longer than the framer's first buffer. */
    private int longest() {
        return random.nextBoolean() ? 1 + random.nextInt(100) : 1_500;
    }

    /** Something that carries the text. */
    private Object told(String text) {
        return switch (random.nextInt(11)) {
            case 0 -> new ChatEvent.Said(STAMP, ROOM, ANNA, text);
            case 1 -> new ChatEvent.Emoted(STAMP, ROOM, ANNA, text);
            case 2 -> new ChatEvent.DirectMessage(STAMP, ANNA, ANNA, text, null, false);
            case 3 -> new ChatEvent.TopicSet(STAMP, ROOM, ANNA, text);
            case 4 -> new ChatEvent.Announced(STAMP, null, text);
            case 5 -> new Reply.Topic(ROOM, text);
            case 6 -> new Reply.RoomList(List.of(new RoomSummary(ROOM, 1, 1, text)), 0, null);
            case 7 -> new Reply.Pong(text);
            case 8 -> new Reply.Notice(text);
            case 9 -> new Reply.Rejected(StatusCode.BAD_ARGUMENT, text);
            default -> new Reply.Bye(StatusCode.QUIT, text);
        };
    }

    private static void assertOneCleanLine(byte @Nullable [] line, Format format, Object told, String text)
            throws IOException {
        if (line == null) {
            assertThat(format).isEqualTo(Format.BARE);
            return;
        }
        String decoded = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(line))
                .toString();
        int end = decoded.length() - 1;
        assertThat(decoded.indexOf('\n') == end
                        && decoded.substring(0, end).codePoints().noneMatch(LineFuzzTest::isForbidden))
                .as(() -> "seed %d, %s of %s".formatted(SEED, format, literal(told.toString())))
                .isTrue();
        if (format == Format.JSON) {
            var json = JSON.readTree(decoded);
            assertThat(json.isObject()).isTrue();
            assertThat(json.path("text").asString(TextSanitizer.clean(text))).isEqualTo(TextSanitizer.clean(text));
        }
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || c >= 0x202A && c <= 0x202E || c == 0x2028 || c == 0x2029;
    }

    private static String literal(String text) {
        var literal = new StringBuilder();
        text.chars().forEach(c -> literal.append(c < ' ' || c > '~' ? "\\u%04X".formatted(c) : "" + (char) c));
        return literal.toString();
    }

    /** What one connection's framing makes of bytes. */
    private final class Reception {
        private final List<Input> inputs = new ArrayList<>();
        private final FakeClock clock = new FakeClock();
        private final LineFramer framer;
        private final int largestBuffer;

        Reception(int longestLine) {
            framer = new LineFramer(longestLine, clock);
            largestBuffer = Math.max(1_024, longestLine + 7);
        }

        List<Input> whole(String sent) throws IOException {
            receive(sent);
            return end();
        }

        List<Input> inParts(String sent, boolean withSilence) throws IOException {
            for (int from = 0, to; from < sent.length(); from = to) {
                to = Math.min(sent.length(), from + 1 + random.nextInt(MOST_IN_A_PART));
                receive(sent.substring(from, to));
                if (withSilence && framer.silence() != LineFramer.FOREVER && random.nextBoolean()) {
                    add(framer.silent());
                }
            }
            return end();
        }

        private void receive(String part) throws IOException {
            var in = new Watched(part.getBytes(StandardCharsets.ISO_8859_1));
            while (framer.read(in) > 0) {
                clock.advance(BETWEEN_READS);
                for (Input input = framer.next(); input != null; input = framer.next()) {
                    add(input);
                }
            }
        }

        private List<Input> end() {
            add(framer.endOfInput());
            return inputs;
        }

        private void add(@Nullable Input input) {
            if (input != null) {
                inputs.add(input);
            }
        }

        /** Sees the buffer that is read into. */
        private final class Watched extends ByteArrayInputStream {
            Watched(byte[] bytes) {
                super(bytes);
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                assertThat(length).isPositive();
                assertThat(buffer.length).isLessThanOrEqualTo(largestBuffer);
                return super.read(buffer, from, length);
            }
        }
    }
}
