package dev.parley.chat;

/**
 * Makes text of user origin safe to show, at entry and again at exit.
 *
 * <p>What is left has no C0 control (a tab becomes a space), DEL or C1 control, so it can neither end a line nor reach
 * a terminal as an escape sequence (CVE-2003-0063, CVE-2021-25743); no bidirectional embedding or override and no
 * isolate left open (CVE-2021-42574); no line or paragraph separator; at most four combining marks on a base; no
 * half of a surrogate pair.
 */
public final class Text {
    private static final int MARKS_ON_A_BASE = 4;
    private static final char POP_ISOLATE = '\u2069';

    private Text() {}

    public static String clean(String text) {
        return isPlain(text) ? text : cleaned(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        var clean = new StringBuilder(text.length());
        int marks = 0;
        int isolates = 0;
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isForbidden(c)) {
                continue;
            }
            marks = isMark(c) ? marks + 1 : c == POP_ISOLATE && isolates == 0 ? marks : 0;
            if (c == '\t' || c == '\u2028' || c == '\u2029') {
                clean.append(' ');
            } else if (isOpeningIsolate(c)) {
                isolates++;
                clean.appendCodePoint(c);
            } else if (c == POP_ISOLATE) {
                if (isolates > 0) {
                    isolates--;
                    clean.appendCodePoint(c);
                }
            } else if (marks <= MARKS_ON_A_BASE) {
                clean.appendCodePoint(c);
            }
        }
        return clean.repeat(POP_ISOLATE, isolates).toString();
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) && c != '\t'
                || isEmbeddingOrOverride(c)
                || Character.getType(c) == Character.SURROGATE;
    }

    private static boolean isEmbeddingOrOverride(int c) {
        return c >= '\u202A' && c <= '\u202E';
    }

    private static boolean isOpeningIsolate(int c) {
        return c >= '\u2066' && c <= '\u2068';
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
