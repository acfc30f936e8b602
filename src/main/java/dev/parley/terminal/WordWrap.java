package dev.parley.terminal;

import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * Breaks a long line between words, and indents what follows: the terminal would continue it in the first column, where
 * it could look like a line of another person.
 */
final class WordWrap {
    /** Link, which stays whole so that it can be copied. It cannot look like a line, as it has no spaces and no names. */
    private static final Pattern LINK = Pattern.compile("https?://[!-~&&[^<>]]+");

    private WordWrap() {}

    /**
     * Returns the text with line breaks. A word that is longer than a line is broken too, unless it is a link.
     *
     * @param width columns of the terminal
     * @param indent columns before each further line
     */
    static AttributedString wrap(AttributedString text, int width, int indent) {
        var wrapped = new AttributedStringBuilder();
        AttributedString rest = text;
        int columns = width;
        while (rest.columnLength() > columns) {
            int end = lineEnd(rest, columns, width - indent);
            if (end == rest.length()) {
                break;
            }
            wrapped.append(rest.subSequence(0, end)).append("\n").append(" ".repeat(indent));
            rest = rest.subSequence(rest.charAt(end) == ' ' ? end + 1 : end, rest.length());
            columns = width - indent;
        }
        return wrapped.append(rest).toAttributedString();
    }

    /** @param next columns of the next line, into which a word fits or not */
    private static int lineEnd(AttributedString text, int columns, int next) {
        String all = text.toString();
        int full = text.columnSubSequence(0, columns).length();
        if (all.charAt(full) == ' ') {
            return full;
        }
        int space = all.lastIndexOf(' ', full);
        int wordEnd = all.indexOf(' ', full);
        int end = wordEnd < 0 ? all.length() : wordEnd;
        String word = all.substring(space + 1, end);
        if (LINK.matcher(word).matches()) {
            return space > 0 ? space : end;
        }
        boolean isLongWord = new AttributedString(word).columnLength() > next;
        return space > 0 && !isLongWord ? space : full;
    }
}
