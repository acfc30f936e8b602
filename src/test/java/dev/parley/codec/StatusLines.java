package dev.parley.codec;

import java.util.regex.Pattern;

/** Shortens {@code *** error CODE: text} and {@code *** bye CODE: text} to what is promised, for tests. */
public final class StatusLines {
    private static final Pattern STATUS = Pattern.compile("(?m)^(\\*\\*\\* (?:error|bye) [a-z0-9-]+): .*$");

    private StatusLines() {}

    /** Returns the lines with codes instead of sentences; texts.chat holds the sentences. */
    public static String withoutText(String lines) {
        return STATUS.matcher(lines).replaceAll("$1");
    }
}
