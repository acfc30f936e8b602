package dev.parley.tcp;

/**
 * Removes telnet negotiation (RFC 854) from what a client sends, over any number of reads.
 *
 * <pre>
 * state       | IAC (FF)    | SB (FA)     | WILL to DONT (FB-FE) | F0 to F9   | any other byte
 * DATA        | COMMAND     | keep        | keep                 | keep       | keep
 * COMMAND     | keep, DATA  | NEGOTIATION | OPTION               | drop, DATA | keep IAC and it, DATA
 * OPTION      | drop, DATA  | drop, DATA  | drop, DATA           | drop, DATA | drop, DATA
 * NEGOTIATION | END         | drop        | drop                 | drop       | drop
 * END         | NEGOTIATION | NEGOTIATION | NEGOTIATION          | SE: DATA   | NEGOTIATION
 * </pre>
 *
 * A negotiation longer than 64 bytes is none: what follows is data again.
 */
final class TelnetFilter {
    private static final int LONGEST = 64;
    private static final int SE = 0xF0;
    private static final int SB = 0xFA;
    private static final int WILL = 0xFB;
    private static final int IAC = 0xFF;

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        NEGOTIATION,
        END
    }

    private State state = State.DATA;
    private int length;

    /** Whether an IAC was held back that may turn out to be data: the next bytes need one place before them. */
    boolean holdsOne() {
        return state == State.COMMAND;
    }

    /** Filters the bytes from {@code from} to {@code to}, moves what is left to {@code target}, returns its end. */
    int filter(byte[] bytes, int target, int from, int to) {
        if (state == State.DATA && target == from && !hasCommand(bytes, from, to)) {
            return to;
        }
        int kept = target;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            boolean strayCommand = state == State.COMMAND && b < SE;
            boolean data = next(b);
            if (strayCommand) {
                bytes[kept++] = (byte) IAC;
            }
            if (data) {
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

    /** Moves to the next state; whether the byte is data. */
    private boolean next(int b) {
        boolean data = false;
        switch (state) {
            case DATA -> {
                data = b != IAC;
                state = data ? State.DATA : State.COMMAND;
            }
            case COMMAND -> {
                data = b == IAC || b < SE;
                state = b == SB ? State.NEGOTIATION : b >= WILL && b != IAC ? State.OPTION : State.DATA;
                length = 2;
            }
            case OPTION -> state = State.DATA;
            case NEGOTIATION -> state = ++length >= LONGEST ? State.DATA : b == IAC ? State.END : State.NEGOTIATION;
            case END -> state = ++length >= LONGEST || b == SE ? State.DATA : State.NEGOTIATION;
        }
        return data;
    }
}
