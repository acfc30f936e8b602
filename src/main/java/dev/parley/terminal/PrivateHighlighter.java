package dev.parley.terminal;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;

/** Shows asterisks instead of the private part of the line that is being typed, in the same width. */
final class PrivateHighlighter implements Highlighter {
    @Override
    public AttributedString highlight(LineReader reader, String line) {
        var shown = new StringBuilder();
        boolean isPassword = false;
        for (String part : line.split("(?<=\n)", -1)) {
            int start = isPassword && !part.isBlank() ? 0 : PrivateInput.start(part);
            isPassword = PrivateInput.isPasswordNext(part) || isPassword && part.isBlank();
            shown.append(part, 0, start);
            part.substring(start).codePoints().forEach(code -> shown.append(mask(code)));
        }
        return new AttributedString(shown);
    }

    private static String mask(int code) {
        return code == '\n' ? "\n" : "*".repeat(Math.max(0, WCWidth.wcwidth(code)));
    }
}
