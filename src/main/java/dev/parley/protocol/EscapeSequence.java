package dev.parley.protocol;

/**
 * Escape sequences of terminals (ECMA-35, ECMA-48). Cursor and function keys send them, and terminals obey them.
 *
 * <pre>
 * kind                | begins with                          | continues with
 * CSI                 | ESC [, U+009B                        | parameters 0 to ?, intermediates space to ., one of @ to ~
 * SS2, SS3            | ESC N, ESC O, U+008E, U+008F         | digits and semicolons, one of @ to ~
 * OSC, DCS, APC, PM,  | ESC ], ESC P, ESC _, ESC ^, ESC X,   | anything up to BEL or ST (ESC \, U+009C), but no other
 * SOS                 | U+009D, U+0090, U+009F, U+009E, 0098 | ESC or C1 control, CAN or SUB
 * any other           | ESC, a C1 control                    | after ESC: intermediates ! to ., one of 0 to ~
 * </pre>
 *
 * A sequence without its end extends as far as it fits the table. An OSC, DCS, APC, PM or SOS without BEL or ST
 * consists only of its beginning, so that it hides no text. A slash never belongs to a sequence, although the standards
 * allow it as an intermediate. A command after a stray ESC is therefore still a command, and its password is not
 * published as a message. After ESC, neither a space nor a lower-case letter belongs to a sequence, because Alt sends
 * ESC before the typed key; the exception is c, which resets a terminal.
 */
final class EscapeSequence {
    private static final int ESC = 0x1B;
    private static final int BEL = 0x07;
    private static final int CAN = 0x18;
    private static final int SUB = 0x1A;
    private static final int SS2 = 0x8E;
    private static final int SS3 = 0x8F;
    private static final int DCS = 0x90;
    private static final int SOS = 0x98;
    private static final int CSI = 0x9B;
    private static final int ST = 0x9C;
    private static final int OSC = 0x9D;
    private static final int PM = 0x9E;
    private static final int APC = 0x9F;
    private static final int RESET = 'c';
    private static final int C1_AFTER_ESC = 0x40;

    private EscapeSequence() {}

    static boolean isBegunBy(int c) {
        return c == ESC || isC1(c);
    }

    /** Returns the index after the sequence that begins at {@code from}. */
    static int end(String text, int from) {
        if (isC1(text.charAt(from))) {
            return end(text.charAt(from), text, from + 1);
        }
        int next = at(text, from + 1);
        if (isBetween(next, '@', '_')) {
            return end(next + C1_AFTER_ESC, text, from + 2);
        }
        boolean isTyped = isBetween(next, '`', '~') && next != RESET;
        return isTyped ? from + 1 : skipOne(text, skip(text, from + 1, '!', '.'), '0', '~');
    }

    private static int end(int control, String text, int from) {
        return switch (control) {
            case CSI -> control(text, from);
            case SS2, SS3 -> skipOne(text, skip(text, from, '0', ';'), '@', '~');
            case DCS, SOS, OSC, PM, APC -> string(text, from);
            default -> from;
        };
    }

    /** Returns the index after a control sequence. Function keys of the Linux console have a second bracket. */
    private static int control(String text, int from) {
        int parameters = skipOne(text, from, '[', '[');
        return skipOne(text, skip(text, skip(text, parameters, '0', '?'), ' ', '.'), '@', '~');
    }

    private static int string(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c == BEL || c == ST) {
                return i + 1;
            }
            if (c == ESC && at(text, i + 1) == '\\') {
                return i + 2;
            }
            if (isBegunBy(c) || c == CAN || c == SUB) {
                return from;
            }
        }
        return from;
    }

    private static int skip(String text, int from, char first, char last) {
        int end = from;
        while (isBetween(at(text, end), first, last)) {
            end++;
        }
        return end;
    }

    private static int skipOne(String text, int from, char first, char last) {
        return isBetween(at(text, from), first, last) ? from + 1 : from;
    }

    private static int at(String text, int index) {
        return index < text.length() ? text.charAt(index) : -1;
    }

    private static boolean isBetween(int c, char first, char last) {
        return c >= first && c <= last;
    }

    private static boolean isC1(int c) {
        return c >= 0x80 && c <= 0x9F;
    }
}
