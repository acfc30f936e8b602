package dev.parley.terminal;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;

/** Shows asterisks instead of the private part of the line that is being typed, in the same width. */
final class PrivateHighlighter implements Highlighter {
    @Override
    public AttributedString highlight(LineReader reader, String line) {
        int start = PrivateInput.start(line);
        var shown = new StringBuilder(line.substring(0, start));
        line.substring(start)
                .codePoints()
                .forEach(code -> shown.append("*".repeat(Math.max(0, WCWidth.wcwidth(code)))));
        return new AttributedString(shown);
    }
}
