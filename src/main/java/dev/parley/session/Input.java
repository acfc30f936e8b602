package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.TextSanitizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** One recognized input of a connection. */
public sealed interface Input {
    /**
     * A line of text.
     *
     * @param text text of the line without its line ending, not yet sanitized
     * @param ended whether a newline ended the line, rather than silence
     */
    record Line(String text, boolean ended) implements Input {
        /** Matches commands whose rest would be published if only the beginning was carried out. */
        private static final Pattern NEWLINE_REQUIRED = Pattern.compile(
                "(login|register|password|drop|resume|msg|say)(\\s.*)?|join\\s+\\S+\\s+\\S.*|room\\s+key\\b.*",
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

        /** Whether the line lacks its newline, and so may be only the beginning of a command whose rest is private. */
        public boolean isCutOff() {
            if (ended || !isCommand(text)) {
                return false;
            }
            String line = TextSanitizer.clean(text);
            String command = line.substring(TextSanitizer.firstVisible(line) + 1);
            String word = command.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            return NEWLINE_REQUIRED.matcher(command).matches()
                    || !word.startsWith("/") && Command.usage(word).isEmpty();
        }

        /** Matches commands that need no newline, but whose rest may be a key or a name. */
        private static final Pattern WITH_PRIVATE_REST =
                Pattern.compile("/(join|room|away|ignore)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

        private static final Pattern LOGIN = Pattern.compile(
                "(login|register)(\\s+\\S+){0,2}\\s*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

        /**
         * Whether silence ended the line, and a next line that ends with a newline may be the private rest of this one.
         */
        public boolean mayHavePrivateRest() {
            return !ended && (WITH_PRIVATE_REST.matcher(text).matches() || mayBeLogin(text));
        }

        /** Whether a line with this beginning may be a login without its slash. */
        public static boolean mayBeLogin(String begun) {
            char c = begun.isEmpty() ? 0 : begun.charAt(0);
            if (c != 'l' && c != 'L' && c != 'r' && c != 'R' && c > ' ' && c <= '~') {
                return false;
            }
            int visible = TextSanitizer.firstVisible(begun);
            var login = LOGIN.matcher(begun).region(visible, begun.length());
            return visible < begun.length() && (login.matches() || login.hitEnd());
        }

        /** Whether the text begins with a command that exists. */
        public static boolean isKnownCommand(String text) {
            return text.startsWith("/")
                    && Command.usage(text.substring(1).split("\\s", 2)[0].toLowerCase(Locale.ROOT))
                            .isPresent();
        }

        /** Whether a line with this beginning is a command, or looks like one to its sender. */
        public static boolean isCommand(String begun) {
            char first = begun.isEmpty() ? 0 : begun.charAt(0);
            if (first > ' ' && first <= '~') {
                return first == '/';
            }
            String line = TextSanitizer.clean(begun);
            return line.startsWith("/", TextSanitizer.firstVisible(line));
        }
    }

    /** Rest of a command that was cut off. It may be private, so it is dropped. */
    record CommandRest() implements Input {}

    /**
     * A line that was longer than allowed; the rest of it is dropped unseen.
     *
     * @param limit most bytes of a line
     */
    record TooLong(int limit) implements Input {}

    /** @param ended whether a newline ended the line, rather than silence */
    record InvalidUtf8(boolean ended) implements Input {}

    /** End of the client's input; the client may still read. */
    record EndOfInput() implements Input {}

    /** An HTTP request in the first line. */
    record Http() implements Input {}

    /** A TLS hello in the first bytes. */
    record Tls() implements Input {}

    /**
     * The opening of another protocol, in the first line or the first bytes.
     *
     * @param name of that protocol
     */
    record OtherProtocol(String name) implements Input {}
    /** A telnet client's request for a visible sign of life (AYT, RFC 854). */
    record AreYouThere() implements Input {}
}
