package dev.parley.tcp.line;

import dev.parley.session.Input;
import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one client's bytes into lines, by the table of framing states in docs/protocol.md. Newlines end lines. If a
 * client sends no newlines, silence ends its lines.
 *
 * <pre>
 * framing | a line ends at                                  | then
 * NEW     | a newline                                       | MIXED
 *         | 50 ms of silence                                | CHUNKS
 * CHUNKS  | a newline                                       | MIXED
 *         | the end of a read, see below                    | CHUNKS
 * MIXED   | a newline                                       | LINES where it is the second read that ends in
 *         |                                                 | one, and silence never ended a line; else MIXED
 *         | 2 s of silence, unless it is a command          | MIXED
 * LINES   | a newline                                       | LINES
 * TYPED   | a newline or carriage return                    | TYPED
 * </pre>
 *
 * In CHUNKS a read ends a line if the read is shorter than 1,024 bytes and does not end inside a character. Otherwise
 * 50 ms of silence end the line, as in NEW. In both framings, 2 s of silence are needed to end a command, one character
 * alone, a first line that may open another protocol, and a line that begins within 2 s after a command was cut off.
 * The last of these is dropped as the rest of the command. In any framing, two reads of one character each within 2 s
 * change the framing to TYPED, because a person is typing at a terminal that sends each key.
 */
final class LineFramer {
    static final int SILENCE_MILLIS = 50;
    static final int LONG_SILENCE_MILLIS = 2_000;
    static final int HINT_MILLIS = 10_000;
    static final int FOREVER = 0;

    private static final int LONG_CHUNK = 1_024;
    /** Characters after which fragments cut by silence are no longer joined to recognize another protocol. */
    private static final int MAX_OPENING = 16;

    /** Buffer until a read fills it, as most clients only send short lines, or none. */
    private static final int FIRST_BUFFER = 128;

    private static final int SMALL_BUFFER = 1_024;

    /** Room for bytes that are not text: a byte order mark, CR LF, and a byte that the telnet filter holds back. */
    private static final int BESIDES_TEXT = 7;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] TLS_HELLO = {0x16, 0x03};

    private enum Framing {
        NEW,
        CHUNKS,
        MIXED,
        LINES,
        TYPED
    }

    private final int maxBytes;
    private final MonotonicClock clock;
    private final TerminalLineEditor lineEditor;
    private final TelnetFilter telnet = new TelnetFilter();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int start;
    private int scanned;
    private int end;
    private Framing framing = Framing.NEW;
    private boolean first = true;
    private String opening = "";
    private boolean newlineSeen;
    private boolean silenceSeen;
    private boolean returnSeen;
    private int readsEndedByNewline;
    private boolean dropping;
    private boolean isCutOff;
    private boolean restIsPrivate;
    private boolean droppingCommand;
    private boolean noticed;
    private boolean hinted;
    private long begunNanos;

    /** @param longest most bytes of a line, without its end */
    LineFramer(int longest, MonotonicClock clock) {
        this.maxBytes = longest;
        this.clock = clock;
        this.lineEditor = new TerminalLineEditor(clock);
    }

    /** Reads once, as much as fits. Returns the number of bytes read, or -1 at the end of input. */
    int read(InputStream in) throws IOException {
        makeRoom();
        int held = telnet.holdsOne() ? 1 : 0;
        int from = end + held;
        int count = in.read(buffer, from, buffer.length - from);
        if (from + count == buffer.length && buffer.length < SMALL_BUFFER) {
            buffer = Arrays.copyOf(buffer, SMALL_BUFFER);
            count += readAvailable(in, from + count);
        }
        if (count > 0) {
            int before = end;
            if (framing != Framing.LINES && !hasUnfinished()) {
                begunNanos = clock.nanos();
            }
            end = telnet.filter(buffer, before, from, from + count);
            noticeTyping(before);
        }
        return count;
    }

    /** Reads the rest of what the first buffer was too small for, so that both are one read. */
    private int readAvailable(InputStream in, int from) {
        try {
            return in.available() > 0 ? Math.max(0, in.read(buffer, from, buffer.length - from)) : 0;
        } catch (IOException e) {
            return 0; // the next read throws it again
        }
    }

    /** Returns the next input that is complete, if there is one. */
    @Nullable
    Input next() {
        if (first && pending() > 0) {
            Input opened = opened();
            if (opened != null) {
                first = false;
                return opened;
            }
        }
        for (int newline = newline(); newline >= 0; newline = newline()) {
            Input line = endLineAt(newline);
            if (line != null) {
                return line;
            }
        }
        if (end - text() > maxBytes + 1) {
            return tooLong();
        }
        return endsWithRead() ? endLine(end, end, false) : null;
    }

    private @Nullable Input opened() {
        return startsWith(TLS_HELLO)
                ? new Input.Tls()
                : ProtocolSniffer.ofBytes(opening + latin(start, end)).orElse(null);
    }

    private @Nullable Input endLineAt(int newline) {
        newlineSeen = true;
        returnSeen = buffer[newline] == '\r';
        if (newline + 1 == end) {
            readsEndedByNewline++;
        }
        if (framing != Framing.TYPED) {
            framing = readsEndedByNewline >= 2 && !silenceSeen ? Framing.LINES : Framing.MIXED;
        }
        return endLine(newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline, newline + 1, true);
    }

    /** Returns the milliseconds of silence after which {@link #silent} is to be called; {@link #FOREVER} for never. */
    int silence() {
        if (framing == Framing.LINES) {
            return FOREVER;
        }
        if (!hasUnfinished()) {
            return isCutOff || restIsPrivate ? LONG_SILENCE_MILLIS : FOREVER;
        }
        return switch (framing) {
            case TYPED -> untilHint();
            case MIXED -> dropping ? FOREVER : isForNewlineOnly() ? untilHint() : LONG_SILENCE_MILLIS;
            default -> isInDoubt() ? LONG_SILENCE_MILLIS : SILENCE_MILLIS;
        };
    }

    /** Whether a line must not be ended early, because its rest could be private. */
    private boolean isInDoubt() {
        return dropping
                ? droppingCommand
                : isCutOff
                        || isOneCharacter(start)
                        || isCommand()
                        || Input.Line.mayBeLogin(decoded(text(), end))
                        || first && ProtocolSniffer.mayOpen(opening + latin(start, end));
    }

    private int untilHint() {
        return hinted ? FOREVER : Math.max(1, HINT_MILLIS - millisSince(begunNanos));
    }

    private int millisSince(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(clock.nanos() - nanos);
    }

    /** Whether the client should be asked for the newline that it has not sent for 10 s. True once at most. */
    boolean needsHint() {
        boolean needsHint = !hinted && isForNewlineOnly() && millisSince(begunNanos) >= HINT_MILLIS;
        hinted |= needsHint;
        return needsHint;
    }

    /** Whether silence does not end the unfinished line, and the client may not know that. */
    private boolean isForNewlineOnly() {
        return hasUnfinished() && (framing == Framing.TYPED || framing == Framing.MIXED && isCommand());
    }

    /** Ends the line, because the client was silent for the time that {@link #silence} returned. */
    @Nullable
    Input silent() {
        if (!hasUnfinished()) {
            isCutOff = false;
            restIsPrivate = false;
            return null;
        }
        if (isForNewlineOnly()) {
            return null;
        }
        silenceSeen = true;
        framing = framing == Framing.NEW ? Framing.CHUNKS : framing;
        return endLine(end, end, false);
    }

    /** Handles the end of input. An unfinished tail is a line only if the client has never used newlines. */
    @Nullable
    Input endOfInput() {
        return pending() > 0 && !newlineSeen ? endLine(end, end, false) : null;
    }

    boolean hasUnfinished() {
        return pending() > 0 || dropping;
    }

    /** Whether a line has begun that was not yet reported by this method. */
    boolean hasBegun() {
        boolean begun = hasUnfinished() && !noticed;
        noticed |= begun;
        return begun;
    }

    /** Returns the telnet filter, which every read passes through and which also makes the replies. */
    TelnetFilter telnet() {
        return telnet;
    }

    private int pending() {
        return end - start;
    }

    /** Returns where the line's text begins, after a byte order mark. */
    private int text() {
        return startsWith(BYTE_ORDER_MARK) ? start + BYTE_ORDER_MARK.length : start;
    }

    private int newline() {
        if (returnSeen && pending() > 0) {
            returnSeen = false;
            skipRestOfReturn();
        }
        while (scanned < end) {
            byte b = buffer[scanned];
            if (b == '\n' || b == '\r' && framing == Framing.TYPED) {
                return scanned;
            }
            scanned++;
        }
        return -1;
    }

    /** Skips a line feed or telnet's NUL (RFC 854) after a carriage return that ended the previous line. */
    private void skipRestOfReturn() {
        if (buffer[start] == '\n' || buffer[start] == 0) {
            start++;
            scanned = Math.max(scanned, start);
        }
    }

    /**
     * Ends the line at {@code to}.
     *
     * @param byNewline whether a newline ended the line, rather than silence or the end of a read
     * @return null if the line was dropped
     */
    private @Nullable Input endLine(int to, int next, boolean byNewline) {
        Input line = dropping ? null : isCommandRest(to, byNewline) ? new Input.CommandRest() : line(to, byNewline);
        restIsPrivate = !byNewline
                && (line instanceof Input.CommandRest
                        || line instanceof Input.Line ended && ended.mayHavePrivateRest());
        isCutOff = !byNewline && (dropping ? droppingCommand : line instanceof Input.Line ended && ended.isCutOff());
        dropping = false;
        droppingCommand = false;
        noticed = false;
        lineEditor.lineEnded();
        start = next;
        scanned = next;
        return line;
    }

    /**
     * Whether the line is the rest of a cut-off command. Neither another command nor an empty line counts as the rest.
     */
    private boolean isCommandRest(int to, boolean byNewline) {
        return (isCutOff || byNewline && restIsPrivate)
                && to > text()
                && !Input.Line.isKnownCommand(decoded(text(), to));
    }

    private Input line(int to, boolean byNewline) {
        int from = text();
        if (to - from > maxBytes) {
            return tooLongAt(from, to);
        }
        String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        if (first && !text.isBlank()) {
            opening += latin(from, to);
            first = !byNewline && opening.length() < MAX_OPENING && ProtocolSniffer.mayOpen(opening);
            Optional<Input> other = ProtocolSniffer.ofLine(opening);
            if (other.isPresent()) {
                return other.get();
            }
        }
        var line = new Input.Line(framing == Framing.TYPED ? TerminalLineEditor.edited(text) : text, byNewline);
        if (text.indexOf('\uFFFD') >= 0 && !line.isCutOff() && !isUtf8(from, to)) {
            return new Input.InvalidUtf8(byNewline);
        }
        return line;
    }

    private Input tooLongAt(int from, int to) {
        boolean isFirst = first;
        first = false;
        return (isFirst ? ProtocolSniffer.ofBeginning(decoded(from, to)) : Optional.<Input>empty())
                .orElseGet(() -> new Input.TooLong(maxBytes));
    }

    private @Nullable Input tooLong() {
        boolean already = dropping;
        Input input = already ? null : tooLongAt(text(), end);
        droppingCommand = already ? droppingCommand : framing != Framing.LINES && (isCutOff || isCommand());
        dropping = true;
        noticed &= already;
        start = end;
        return input;
    }

    private boolean isCommand() {
        return isCommand(end);
    }

    private boolean isCommand(int to) {
        return to > start && Input.Line.isCommand(decoded(text(), Math.max(text(), to)));
    }

    private String latin(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    private boolean endsWithRead() {
        return framing == Framing.CHUNKS
                && pending() > 0
                && pending() < LONG_CHUNK
                && !isInDoubt()
                && !dropping
                && !endsInsideCharacter();
    }

    private void noticeTyping(int before) {
        boolean isKey = isOneCharacter(before) && buffer[before] != '\n' && buffer[before] != '\r';
        if (lineEditor.isNoticed(isKey) && framing != Framing.TYPED) {
            framing = Framing.TYPED;
            begunNanos = clock.nanos();
            scanned = start;
        }
    }

    private void makeRoom() {
        if (start == end && buffer.length > SMALL_BUFFER) {
            buffer = new byte[SMALL_BUFFER];
        } else if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, pending());
        } else if (end + 1 >= buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, maxBytes + BESIDES_TEXT));
        }
        scanned -= start;
        end -= start;
        start = 0;
    }

    private boolean startsWith(byte[] prefix) {
        return pending() >= prefix.length
                && Arrays.equals(buffer, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private boolean isOneCharacter(int from) {
        return isOneCharacter(from, end);
    }

    private boolean isOneCharacter(int from, int to) {
        return to > from && to - from == length(buffer[from]);
    }

    private boolean endsInsideCharacter() {
        int lead = end - 1;
        while (lead > start && isContinuation(buffer[lead])) {
            lead--;
        }
        return end - lead < length(buffer[lead]);
    }

    /** Returns the number of bytes of the character that begins with this byte. */
    private static int length(byte lead) {
        int ones = Integer.numberOfLeadingZeros(~lead << 24);
        return ones == 0 ? 1 : ones;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private boolean isUtf8(int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
