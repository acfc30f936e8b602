package dev.parley.terminal;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Breaks a long line between words, as the terminal would break it within one. */
final class WordWrap {
    private WordWrap() {}

    /**
     * Returns the text with line breaks. A word that is longer than a line stays whole, so that a link can be copied.
     *
     * @param width columns of the terminal
     * @param indent columns before each further line
     */
    static AttributedString wrap(AttributedString text, int width, int indent) {
        var wrapped = new AttributedStringBuilder();
        AttributedString rest = text;
        String margin = "";
        for (int end = lineEnd(rest, width); end < rest.length(); end = lineEnd(rest, width - indent)) {
            wrapped.append(margin).append(rest.subSequence(0, end)).append("\n");
            rest = rest.subSequence(end + 1, rest.length());
            margin = " ".repeat(indent);
        }
        return wrapped.append(margin).append(rest).toAttributedString();
    }

    /** Returns the index of the space at which the first line ends, or the length of a text that is one line. */
    private static int lineEnd(AttributedString text, int width) {
        if (text.columnLength() <= width) {
            return text.length();
        }
        String all = text.toString();
        int last = all.lastIndexOf(' ', text.columnSubSequence(0, width).length());
        int end = last > 0 ? last : all.indexOf(' ', 1);
        return end < 0 ? text.length() : end;
    }
}
