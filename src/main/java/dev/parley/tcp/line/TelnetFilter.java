package dev.parley.tcp.line;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Removes telnet commands (RFC 854, 855) from a client's input, over any number of reads, and makes the replies.
 *
 * <pre>
 * state       | IAC (FF)    | SB (FA)     | WILL to DONT (FB-FE) | EC to F4      | F5 to F9   | any other byte
 * DATA        | COMMAND     | keep        | keep                 | keep          | keep       | keep
 * COMMAND     | keep, DATA  | NEGOTIATION | OPTION               | hold it, HELD | drop, DATA | keep, DATA
 * HELD        | as in DATA  | as in DATA  | as in DATA           | as in DATA    | as in DATA | as in DATA, but see below
 * OPTION      | drop, DATA  | drop, DATA  | drop, DATA           | drop, DATA    | drop, DATA | drop, DATA
 * NEGOTIATION | END         | drop        | drop                 | drop          | drop       | drop
 * END         | NEGOTIATION | NEGOTIATION | NEGOTIATION          | SE (F0): DATA | NEGOTIATION | NEGOTIATION
 * </pre>
 *
 * The commands EC to F4 are also first bytes of UTF-8 characters. In HELD, a byte that continues a character (80 to BF)
 * shows that the IAC stood alone. The held byte and this byte are kept, and only the stray IAC is lost. A sequence
 * longer than 64 bytes is not a negotiation; the bytes after it are data again.
 *
 * <p>This side has no options. Each option is refused at the first request only, so that two programs do not answer
 * each other forever. All timing marks (RFC 860) are returned, because a client prints nothing until its mark has come
 * back.
 */
final class TelnetFilter {
    private static final int MAX_NEGOTIATION = 64;
    private static final int OPTIONS = 256;
    private static final int TIMING_MARK = 6;
    private static final int FIRST_COMMAND = 0xEC;
    private static final int SE = 0xF0;
    private static final int LAST_LEAD = 0xF4;
    private static final int ARE_YOU_THERE = 0xF6;
    private static final int SB = 0xFA;
    private static final int WILL = 0xFB;
    private static final int WONT = 0xFC;
    private static final int DO = 0xFD;
    private static final int DONT = 0xFE;
    private static final int IAC = 0xFF;
    private static final byte[] NOTHING = {};

    private enum State {
        DATA,
        COMMAND,
        HELD,
        OPTION,
        NEGOTIATION,
        END
    }

    private State state = State.DATA;

    /** The byte after the last IAC. */
    private int command;

    private int length;
    private boolean isAskedWhetherHere;

    /**
     * Refused options. The options that the client offers to use begin at {@link #OPTIONS}, after those it wants used
     * here.
     */
    private @Nullable BitSet refused;

    private @Nullable ByteArrayOutputStream replies;

    /**
     * Whether a byte is held back that may turn out to be data. The next bytes then need one free place before them.
     */
    boolean holdsOne() {
        return state == State.HELD;
    }

    /** Returns the replies to send: at most as many bytes as were filtered since the last call. */
    byte[] takeReplies() {
        if (replies == null) {
            return NOTHING;
        }
        byte[] taken = replies.toByteArray();
        replies = null;
        return taken;
    }

    /** Whether the client has sent AYT, "are you there", since the last call. */
    boolean takeAreYouThere() {
        boolean asked = isAskedWhetherHere;
        isAskedWhetherHere = false;
        return asked;
    }

    /** Filters the bytes from {@code from} to {@code to}, moves the rest to {@code target}, returns its end. */
    int filter(byte[] bytes, int target, int from, int to) {
        if (state == State.DATA && target == from && !hasCommand(bytes, from, to)) {
            return to;
        }
        int kept = target;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            if (state == State.HELD && isContinuation(b)) {
                bytes[kept++] = (byte) command;
            }
            if (next(b)) {
                bytes[kept++] = (byte) b;
            }
        }
        return kept;
    }

    private static boolean hasCommand(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == (byte) IAC) {
                return true;
            }
        }
        return false;
    }

    private static boolean isContinuation(int b) {
        return (b & 0xC0) == 0x80;
    }

    /** Moves to the next state; returns whether the byte is data. */
    private boolean next(int b) {
        boolean data = false;
        switch (state) {
            case DATA, HELD -> {
                data = b != IAC;
                state = data ? State.DATA : State.COMMAND;
            }
            case COMMAND -> {
                data = b == IAC || b < FIRST_COMMAND;
                state = afterCommand(b);
                command = b;
                length = 2;
                isAskedWhetherHere |= b == ARE_YOU_THERE;
            }
            case OPTION -> {
                reply(b);
                state = State.DATA;
            }
            case NEGOTIATION ->
                state = ++length >= MAX_NEGOTIATION ? State.DATA : b == IAC ? State.END : State.NEGOTIATION;
            case END -> state = ++length >= MAX_NEGOTIATION || b == SE ? State.DATA : State.NEGOTIATION;
        }
        return data;
    }

    private static State afterCommand(int b) {
        if (b >= FIRST_COMMAND && b <= LAST_LEAD) {
            return State.HELD;
        }
        return b == SB ? State.NEGOTIATION : b >= WILL && b != IAC ? State.OPTION : State.DATA;
    }

    /** Replies to an option. WONT and DONT confirm the present state, and get no reply. */
    private void reply(int option) {
        if (command == DO && option == TIMING_MARK) {
            reply(WILL, option);
        } else if (command == DO && isFirst(option)) {
            reply(WONT, option);
        } else if (command == WILL && isFirst(OPTIONS + option)) {
            reply(DONT, option);
        }
    }

    private boolean isFirst(int bit) {
        refused = refused == null ? new BitSet() : refused;
        boolean first = !refused.get(bit);
        refused.set(bit);
        return first;
    }

    private void reply(int verb, int option) {
        replies = replies == null ? new ByteArrayOutputStream() : replies;
        replies.write(IAC);
        replies.write(verb);
        replies.write(option);
    }
}
