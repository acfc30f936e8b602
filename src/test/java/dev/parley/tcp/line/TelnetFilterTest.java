package dev.parley.tcp.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The replies to negotiations; LineFramerTest has what is left of a line. Bytes are written as ISO-8859-1. */
class TelnetFilterTest {
    private static final String IAC = "\u00FF";
    private static final String WILL = IAC + "\u00FB";
    private static final String WONT = IAC + "\u00FC";
    private static final String DO = IAC + "\u00FD";
    private static final String DONT = IAC + "\u00FE";
    private static final String TIMING_MARK = "\u0006";

    private final TelnetFilter filter = new TelnetFilter();

    @ParameterizedTest
    @CsvSource({"DO, WONT", "WILL, DONT"})
    void everyTelnetOptionIsRefusedExactlyOnce(String request, String refusal) {
        for (int option = 0; option < 256; option++) {
            String name = Character.toString(option);
            boolean isTimingMark = request.equals("DO") && name.equals(TIMING_MARK);
            assertThat(reply(verb(request) + name)).isEqualTo(verb(isTimingMark ? "WILL" : refusal) + name);
            assertThat(reply(verb(request) + name)).isEqualTo(isTimingMark ? WILL + name : "");
        }
    }

    @Test
    void anOptionRefusedInOneDirectionIsStillRefusedInTheOther() {
        assertThat(reply(DO + "\u0001" + WILL + "\u0001" + DO + "\u0001")).isEqualTo(WONT + "\u0001" + DONT + "\u0001");
    }

    @Test
    void telnetConfirmationsHaveNoReply() {
        for (int option = 0; option < 256; option++) {
            assertThat(reply(WONT + Character.toString(option) + DONT + Character.toString(option)))
                    .isEmpty();
        }
    }

    @Test
    void everyTelnetTimingMarkIsAnswered() {
        assertThat(reply((DO + TIMING_MARK).repeat(3))).isEqualTo((WILL + TIMING_MARK).repeat(3));
    }

    @Test
    void repliesAreTheSameWhereverTheBytesAreCut() {
        String bytes = "hi" + DO + "\u0001" + IAC + "\u00F4" + IAC + "\u00F2" + DO + TIMING_MARK + "yo\n";
        for (int cut = 0; cut <= bytes.length(); cut++) {
            var fresh = new TelnetFilter();
            assertThat(reply(fresh, bytes.substring(0, cut)) + reply(fresh, bytes.substring(cut)))
                    .isEqualTo(WONT + "\u0001" + WILL + TIMING_MARK);
        }
    }

    @Test
    void subnegotiationsAndCommandsHaveNoReply() {
        assertThat(reply(IAC + "\u00FA\u0018\u0000xterm" + DO + "\u0001" + IAC + "\u00F0"))
                .isEmpty();
        for (int command = 0; command <= 0xFA; command++) {
            assertThat(reply(IAC + Character.toString(command) + IAC + "\u00F0"))
                    .isEmpty();
        }
    }

    @Test
    void repeatedAreYouThereIsReportedOnce() {
        assertThat(filter.takeAreYouThere()).isFalse();
        assertThat(reply((IAC + "\u00F6").repeat(9))).isEmpty();
        assertThat(filter.takeAreYouThere()).isTrue();
        assertThat(filter.takeAreYouThere()).isFalse();
    }

    @Test
    void doubledIacIsNotTreatedAsNegotiation() {
        assertThat(reply(IAC + IAC + "\u00FD\u0001")).isEmpty();
    }

    private static String verb(String name) {
        return switch (name) {
            case "DO" -> DO;
            case "WILL" -> WILL;
            case "WONT" -> WONT;
            default -> DONT;
        };
    }

    private String reply(String bytes) {
        return reply(filter, bytes);
    }

    private static String reply(TelnetFilter filter, String bytes) {
        byte[] read = new byte[bytes.length() + 1];
        System.arraycopy(bytes.getBytes(StandardCharsets.ISO_8859_1), 0, read, 1, bytes.length());
        filter.filter(read, filter.holdsOne() ? 0 : 1, 1, read.length);
        return new String(filter.takeReplies(), StandardCharsets.ISO_8859_1);
    }
}
