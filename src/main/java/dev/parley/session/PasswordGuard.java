package dev.parley.session;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.time.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps passwords from being published when they are sent without their command, or after a command that was refused.
 * Used only by the client's reader thread.
 */
final class PasswordGuard {
    static final Command NEWLINE_MISSING = new Command.Invalid(
            StatusCode.BAD_ARGUMENT, "end this line with a newline; it was ignored and not published");

    private static final Command MAY_BE_PASSWORD = new Command.Invalid(
            StatusCode.BAD_ARGUMENT, "may be a password; not published (send it again to publish it)");

    /** Time after a refused login in which the next line is taken for its password. */
    private static final Duration PASSWORD_TIMEOUT = Duration.ofSeconds(60);

    private static final int WORDS_WITHOUT_PASSWORD = 2;

    /** Most words of a line that may be a name and a password: neither has a space. */
    private static final int LOGIN_WORDS = 2;

    private static final Pattern BARE_LOGIN = Pattern.compile(
            "(login|register)\\p{Cf}*(\\s+\\S+){1,2}\\s*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    /** Time in which the rest of a line that silence ended is expected. */
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(2);

    private static final Pattern WITH_PASSWORD =
            Pattern.compile("[^\\p{L}\\p{N}]*(login|register|password|drop)\\b", Pattern.CASE_INSENSITIVE);

    private final SessionContext context;
    private final Member member;
    private final Deadline expected = new Deadline();
    private @Nullable String refused;
    private boolean isHiding;

    /** Most words of a line that may be the expected password; more if the refused command had more. */
    private int expectedWords = LOGIN_WORDS;

    PasswordGuard(SessionContext context, Member member) {
        this.context = context;
        this.member = member;
    }

    /** Whether the latest line may contain a password and must not be shown to anyone. */
    boolean isHiding() {
        return isHiding;
    }

    /** Returns the command, or a refusal if the line may contain a password that others would read. */
    Optional<Command> screen(Input.Line line, Optional<Command> command) {
        String text = line.text();
        Command parsed = command.orElse(null);
        isHiding = false;
        if (line.isCutOff()) {
            isHiding = isWithPassword(text);
            boolean isUnknown =
                    parsed instanceof Command.Invalid invalid && invalid.code() == StatusCode.UNKNOWN_COMMAND;
            return isUnknown ? command : Optional.of(NEWLINE_MISSING);
        }
        if (parsed instanceof Command.Say say) {
            return say.text().startsWith("/") ? command : Optional.of(screen(say, line));
        }
        refused = parsed == null ? refused : null;
        isHiding = parsed instanceof Command.Invalid && !text.startsWith("/");
        return command;
    }

    private Command screen(Command.Say say, Input.Line line) {
        if (say.text().equals(refused)) {
            refused = null;
            expected.clear();
            return say;
        }
        boolean isExpected = expected.isSet() && !expected.passed(context.time().nanos());
        boolean isSentence = words(say.text()) > expectedWords && !isNamedWithPassword(say.text());
        if (!isSentence) {
            expected.clear();
        }
        if (isExpected && !isSentence) {
            isHiding = true;
            if (!line.ended()) {
                expected.set(context.time().nanos(), REST_TIMEOUT);
            }
            return MAY_BE_PASSWORD;
        }
        refused = null;
        if (!isBareLogin(say.text()) && !isBareLogin(line.text()) || isLoggedIn()) {
            return say;
        }
        refused = say.text();
        isHiding = true;
        if (!line.ended() || words(say.text()) == WORDS_WITHOUT_PASSWORD) {
            expected.set(context.time().nanos(), PASSWORD_TIMEOUT);
        }
        return bareLogin(say.text());
    }

    private static int words(String text) {
        return text.strip().split("\\s+").length;
    }

    /**
     * Whether the text looks like a login without its slash. Every line passes through, so the first character is
     * checked first.
     */
    private static boolean isBareLogin(String text) {
        int visible = TextSanitizer.firstVisible(text);
        return visible < text.length()
                && "lLrR".indexOf(text.charAt(visible)) >= 0
                && BARE_LOGIN.matcher(text.substring(visible)).matches();
    }

    private boolean isLoggedIn() {
        return context.chatInput()
                .ask(new ChatQuery.ShowMember(member))
                .join()
                .map(MemberSnapshot::account)
                .isPresent();
    }

    private static Command bareLogin(String text) {
        String word = text.substring(TextSanitizer.firstVisible(text))
                        .toLowerCase(Locale.ROOT)
                        .startsWith("l")
                ? "login"
                : "register";
        return new Command.Invalid(
                StatusCode.BAD_ARGUMENT,
                "looks like /" + word + " without the slash; not published (send it again to publish it)");
    }

    /**
     * Records that a line was carried out or refused.
     *
     * @param isPassword whether the line was the answer to the question for a password
     */
    void carriedOut(String text, boolean isPassword, Command result) {
        if (isRefusal(result)) {
            if (isPassword || isWithPassword(text)) {
                expected.set(context.time().nanos(), PASSWORD_TIMEOUT);
                expectedWords = Math.max(LOGIN_WORDS, words(text) - 1);
            }
        } else if (result instanceof Command.LoggedIn) {
            expected.clear();
        }
    }

    private static boolean isRefusal(Command result) {
        return result instanceof Command.Invalid
                || result instanceof Command.BlockingResult looked && looked.answer() instanceof Reply.Rejected;
    }

    private static boolean isWithPassword(String text) {
        String line = TextSanitizer.clean(text);
        int visible = TextSanitizer.firstVisible(line);
        return visible < line.length()
                && !Character.isLetterOrDigit(line.codePointAt(visible))
                && isNamedWithPassword(line.substring(visible));
    }

    /** Whether a text begins with the name of a command that has a password, with or without its slash. */
    private static boolean isNamedWithPassword(String text) {
        return WITH_PASSWORD.matcher(text).lookingAt();
    }
}
