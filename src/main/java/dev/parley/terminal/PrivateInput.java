package dev.parley.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Typed lines that contain a password, a key or a token: they are not kept in the history, and shown masked. */
final class PrivateInput {
    /** With any sign before the word, or as a login without its slash: a slip must not reveal a password either. */
    private static final Pattern PASSWORD = Pattern.compile(
            "[^\\p{L}\\p{N}]+(login|register|password|drop|resume)\\b.*|(login|register)(\\s+\\S+){1,2}\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern KEY = Pattern.compile(
            "\\s*/(join\\s+\\S+\\s+\\S.*|room\\s+key\\b.*|msg\\s+\\S+\\s+identify\\b.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NAMED =
            Pattern.compile("[^\\p{L}\\p{N}]*(login|register)\\b", Pattern.CASE_INSENSITIVE);

    /** Login or registration whose password is on the next line. */
    private static final Pattern WITHOUT_PASSWORD =
            Pattern.compile("\\s*/(login|register)\\s+\\S+\\s*", Pattern.CASE_INSENSITIVE);

    /** Slips of commands with passwords, and their names in other chat systems. */
    private static final Pattern SLIP = Pattern.compile(
            "\\s*/(?!logout\\b)(p(as|w)\\w*|reg\\w*|lo?g\\w*|id\\w*|auth\\w*|n(ick)?s(erv)?|res\\w*|dr\\w*|j)\\s+\\S.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Most words of a command with its passwords. */
    private static final int PASSWORD_WORDS = 3;

    private PrivateInput() {}

    /** Whether the password of a line follows on the next line. */
    static boolean isPasswordNext(String line) {
        return WITHOUT_PASSWORD.matcher(line).matches();
    }

    /** Returns pasted lines with each login and the password on the line after it as one line. */
    static List<String> joinedLogins(List<String> lines) {
        var joined = new ArrayList<String>();
        for (String line : lines) {
            if (!joined.isEmpty() && isPasswordNext(joined.getLast()) && !line.startsWith("/")) {
                joined.add(joined.removeLast().strip() + " " + line.strip());
            } else {
                joined.add(line);
            }
        }
        return joined;
    }

    /** Returns the lines of a paste without those that are private, or may continue a command with a password. */
    static List<String> harmless(List<String> lines) {
        var harmless = new ArrayList<String>();
        int expected = 0;
        for (String line : joinedLogins(lines)) {
            int words = line.strip().split("\\s+").length;
            if (isPrivate(line)) {
                expected = isPassword(line) ? Math.max(0, PASSWORD_WORDS - words) : 0;
            } else if (words <= expected && !line.startsWith("/")) {
                expected -= words;
            } else {
                harmless.add(line);
                expected = 0;
            }
        }
        return harmless;
    }

    /** Whether the line may contain a password of an account, with or without the slash of its command. */
    static boolean isPassword(String line) {
        return PASSWORD.matcher(line).matches();
    }

    static boolean isPrivate(String line) {
        return isPassword(line)
                || KEY.matcher(line).matches()
                || SLIP.matcher(line).matches();
    }

    /** Returns the line without its private part. */
    static String masked(String line) {
        int end = start(line);
        return line.substring(0, end) + (end < line.length() ? "…" : "");
    }

    /** Returns the index at which the private part of a line begins; the length of a line without one. */
    static int start(String line) {
        if (!isPrivate(line)) {
            return line.length();
        }
        int words = NAMED.matcher(line).lookingAt() || KEY.matcher(line).matches() ? 2 : 1;
        int at = 0;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        for (int i = 0; i < words; i++) {
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
        }
        return at;
    }
}
