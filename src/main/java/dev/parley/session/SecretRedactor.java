package dev.parley.session;

import dev.parley.codec.CommandParser;
import dev.parley.protocol.Command;
import dev.parley.protocol.TextSanitizer;
import java.util.regex.Pattern;

/** Removes secrets from lines before they are shown to others, even where the command was mistyped. */
public final class SecretRedactor {
    static final String HIDDEN = "…";

    private static final Pattern SENT_TOKEN =
            Pattern.compile("(/resume |\"token\":\"|\"key\":\"|, key )(?!(on|off)$)[^\\s\"]+");

    private SecretRedactor() {}

    /**
     * Returns a received line as a trace shows it. Only the first word is shown if the command may contain a secret or
     * the line cannot be parsed.
     */
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

    /** Returns a sent line as a trace shows it, without the token in it. */
    public static String hiddenIn(String line) {
        return SENT_TOKEN.matcher(line).replaceAll("$1" + HIDDEN);
    }
}
