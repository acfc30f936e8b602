package dev.parley.session;

import dev.parley.chat.Command;
import dev.parley.chat.Text;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes out of lines what nobody but its owner is to see, also where it was mistyped. */
public final class Secrets {
    static final String HIDDEN = "…";

    /** Commands without a word that is secret. */
    private static final Set<String> OPEN = Command.USAGES.stream()
            .filter(usage -> !usage.value().matches("/room .*|.*(PASSWORD|OLD|TOKEN|\\[KEY]).*"))
            .map(Command::word)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern TOLD_TOKEN =
            Pattern.compile("(/resume |\"token\":\"|\"key\":\"|, key )(?!(on|off)$)[^\\s\"]+");

    private Secrets() {}

    /** What a client sent: of a command that may have a secret, and of one that is unknown, only its first word. */
    static String hidden(String text) {
        String line = Text.clean(text);
        if (!line.startsWith("/") || line.startsWith("//")) {
            return text;
        }
        String word = line.substring(1).split("\\s", 2)[0];
        return OPEN.contains(word) || line.length() == word.length() + 1 ? text : "/" + word + " " + HIDDEN;
    }

    /** What a client was sent. */
    public static String hiddenIn(String line) {
        return TOLD_TOKEN.matcher(line).replaceAll("$1" + HIDDEN);
    }
}
