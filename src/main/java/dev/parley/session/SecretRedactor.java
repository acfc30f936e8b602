package dev.parley.session;

import dev.parley.codec.CommandParser;
import dev.parley.protocol.Command;
import dev.parley.protocol.TextSanitizer;
import java.util.regex.Pattern;

/** Takes out of lines what nobody but its owner is to see, also where it was mistyped. */
public final class SecretRedactor {
    static final String HIDDEN = "…";

    private static final Pattern TOLD_TOKEN =
            Pattern.compile("(/resume |\"token\":\"|\"key\":\"|, key )(?!(on|off)$)[^\\s\"]+");

    private SecretRedactor() {}

    /** A line as it is shown in a trace: only its first word if it is a command that says so, or parses to nothing. */
    static String hidden(String text) {
        boolean isRedacted = CommandParser.parse(text).map(Command::isRedacted).orElse(true);
        return isRedacted ? firstWord(TextSanitizer.clean(text)) : text;
    }

    private static String firstWord(String line) {
        int start = TextSanitizer.firstVisible(line);
        int end = Math.min(start + 1, line.length());
        while (end < line.length() && Character.isLetterOrDigit(line.charAt(end))) {
            end++;
        }
        String word = line.substring(start, end);
        return end == line.length() ? word : word + " " + HIDDEN;
    }

    /** What a client was sent. */
    public static String hiddenIn(String line) {
        return TOLD_TOKEN.matcher(line).replaceAll("$1" + HIDDEN);
    }
}
