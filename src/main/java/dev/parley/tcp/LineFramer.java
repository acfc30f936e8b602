package dev.parley.tcp;

import dev.parley.session.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one client's bytes into lines. Newlines end them; for a client that has never sent one, silence does.
 *
 * <pre>
 * framing | a line ends at                                     | then
 * UNKNOWN | a newline                                          | LINES
 *         | 50 ms of silence                                   | CHUNKS
 * CHUNKS  | a newline                                          | LINES
 *         | the end of a read under 1,024 bytes and not inside | CHUNKS
 *         | a character; otherwise 50 ms of silence            |
 * LINES   | a newline                                          | LINES
 * </pre>
 *
 * One character alone waits for 2 s. The second such read is somebody typing on a terminal that sends each key: LINES.
 */
final class LineFramer {
    static final int SILENCE_MILLIS = 50;
    static final int ONE_CHARACTER_MILLIS = 2_000;
    static final int FOREVER = 0;

    private static final int LONG_CHUNK = 1_024;
    private static final int SMALL_BUFFER = 1_024;

    /** Room for what is no text: a byte order mark, CR LF, and an IAC held back with what follows it. */
    private static final int BESIDES_TEXT = 7;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] TLS_HELLO = {0x16, 0x03};
    private static final Pattern HTTP_REQUEST = Pattern.compile("[A-Z]{3,16} \\S+ HTTP/\\d(\\.\\d)?");

    private enum Framing {
        UNKNOWN,
        CHUNKS,
        LINES
    }

    private final int longest;
    private final TelnetFilter telnet = new TelnetFilter();
    private byte[] buffer = new byte[SMALL_BUFFER];
    private int start;
    private int scanned;
    private int end;
    private Framing framing = Framing.UNKNOWN;
    private boolean first = true;
    private boolean newlineSeen;
    private boolean dropping;
    private boolean noticed;
    private int charactersAlone;

    /** @param longest the most bytes of a line, without its end */
    LineFramer(int longest) {
        this.longest = longest;
    }

    /** Reads once, as much as there is room for. Returns the number of bytes read, -1 at the end of input. */
    int read(InputStream in) throws IOException {
        makeRoom();
        int held = telnet.holdsOne() ? 1 : 0;
        int from = end + held;
        int count = in.read(buffer, from, buffer.length - from);
        if (count > 0) {
            int before = end;
            end = telnet.filter(buffer, before, from, from + count);
            noticeTyping(before);
        }
        return count;
    }

    /** The next line that has already ended, if there is one. */
    @Nullable
    Input next() {
        if (first && startsWith(TLS_HELLO)) {
            first = false;
            return new Input.Tls();
        }
        for (int newline = newline(); newline >= 0; newline = newline()) {
            newlineSeen = true;
            framing = Framing.LINES;
            Input line = endLine(newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline, newline + 1);
            if (line != null) {
                return line;
            }
        }
        if (end - text() > longest + 1) {
            return tooLong();
        }
        return endsWithRead() ? endLine(end, end) : null;
    }

    /** For how many milliseconds the client must be silent to end the line; {@link #FOREVER} where it never does. */
    int silence() {
        if (framing == Framing.LINES || !hasUnfinished()) {
            return FOREVER;
        }
        return isOneCharacter(start) ? ONE_CHARACTER_MILLIS : SILENCE_MILLIS;
    }

    /** The client was silent for that long. */
    @Nullable
    Input silent() {
        framing = Framing.CHUNKS;
        return endLine(end, end);
    }

    /** The client sends no more: an unfinished tail is a line only if the client has never used newlines. */
    @Nullable
    Input endOfInput() {
        return pending() > 0 && !newlineSeen ? endLine(end, end) : null;
    }

    boolean hasUnfinished() {
        return pending() > 0 || dropping;
    }

    /** Whether a line has begun since the last one that was asked about. */
    boolean hasBegun() {
        boolean begun = hasUnfinished() && !noticed;
        noticed |= begun;
        return begun;
    }

    private int pending() {
        return end - start;
    }

    /** Where the line's text begins: a byte order mark is no part of it. */
    private int text() {
        return startsWith(BYTE_ORDER_MARK) ? start + BYTE_ORDER_MARK.length : start;
    }

    private int newline() {
        while (scanned < end) {
            if (buffer[scanned] == '\n') {
                return scanned;
            }
            scanned++;
        }
        return -1;
    }

    /** Ends the line at {@code to}; null if it was one that is dropped. */
    private @Nullable Input endLine(int to, int next) {
        Input line = dropping ? null : line(to);
        dropping = false;
        noticed = false;
        start = next;
        scanned = next;
        return line;
    }

    private Input line(int to) {
        boolean opening = first;
        first = false;
        int from = text();
        if (to - from > longest) {
            return new Input.TooLong(longest);
        }
        String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !isUtf8(from, to)) {
            return new Input.InvalidUtf8(newlineSeen);
        }
        boolean request = opening && HTTP_REQUEST.matcher(text).matches();
        return request ? new Input.Http() : new Input.Line(text, newlineSeen);
    }

    private @Nullable Input tooLong() {
        boolean already = dropping;
        first = false;
        dropping = true;
        noticed &= already;
        start = end;
        return already ? null : new Input.TooLong(longest);
    }

    private boolean endsWithRead() {
        return framing == Framing.CHUNKS
                && pending() > 0
                && pending() < LONG_CHUNK
                && !dropping
                && !isOneCharacter(start)
                && !endsInsideCharacter();
    }

    private void noticeTyping(int before) {
        boolean alone = before == start || isOneCharacter(start, before);
        if (framing != Framing.LINES && alone && isOneCharacter(before) && ++charactersAlone == 2) {
            framing = Framing.LINES;
        }
    }

    private void makeRoom() {
        if (start == end && buffer.length > SMALL_BUFFER) {
            buffer = new byte[SMALL_BUFFER];
        } else if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, pending());
        } else if (end + 1 >= buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, longest + BESIDES_TEXT));
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

    /** The number of bytes of the character that begins with this one. */
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
