package dev.parley.protocol;

import java.util.regex.Pattern;

/**
 * Makes text from users safe to show, at entry and again at exit.
 *
 * <p>The result has no escape sequence (CVE-2003-0063, CVE-2021-25743; see {@link EscapeSequence}), so that a cursor
 * key leaves nothing behind. It has no C0 control (a tab becomes a space), DEL or C1 control, so that it can neither
 * end a line nor begin another sequence. It has no bidirectional embedding or override, and leaves no isolate open
 * (CVE-2021-42574). It has no line or paragraph separator, at most four combining marks on a base, and no half of a
 * surrogate pair.
 */
public final class TextSanitizer {
    private static final int MAX_MARKS_PER_BASE = 4;
    private static final char POP_ISOLATE = '\u2069';

    /**
     * Matches invisible characters. These are white space, controls and the characters that Unicode calls default
     * ignorable, except for visible format characters (DerivedCoreProperties.txt of Unicode 16). U+2800 is an empty
     * Braille cell.
     */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{Cc}\\u2800"
            + "[\\p{Cf}&&[^\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\uFFF9-\\uFFFB\\x{110BD}\\x{110CD}\\x{13430}-\\x{13440}]]"
            + "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFFA0\\uFFF0-\\uFFF8"
            + "\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}]+");

    private TextSanitizer() {}

    /** Returns the index of the first visible character, or the text's length if no character is visible. */
    public static int firstVisible(String text) {
        if (text.isEmpty() || isLetterOrSign(text.charAt(0))) {
            return 0;
        }
        var invisible = INVISIBLE.matcher(text);
        return invisible.lookingAt() ? invisible.end() : 0;
    }

    /** Whether the character is in a range whose characters are all visible. Most texts begin with such a character. */
    private static boolean isLetterOrSign(char c) {
        return c > ' ' && c <= '~'
                || c >= '\u00C0' && c < '\u034F'
                || c >= '\u0370' && c < '\u0600'
                || c >= '\u4E00' && c <= '\u9FFF'
                || c >= '\uAC00' && c <= '\uD7A3';
    }

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
        for (int i = 0, next; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = EscapeSequence.isBegunBy(c) ? EscapeSequence.end(text, i) : i + Character.charCount(c);
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
            } else if (marks <= MAX_MARKS_PER_BASE) {
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
