package dev.parley.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Login of the user: the accepted one, which is kept in memory for the next connections, and those that the server has
 * not answered yet. Not thread-safe but for {@link #mayBePassword}.
 */
final class LoginState {
    private static final Pattern LOGIN =
            Pattern.compile("\\s*/(?:login|register)\\s+(\\S+)\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern PASSWORD =
            Pattern.compile("\\s*/password\\s+\\S+\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);

    /** Command with a password, without its slash. */
    private static final Pattern COMMAND =
            Pattern.compile("[^\\p{L}\\p{N}]*(login|register|password|drop)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOGOUT = Pattern.compile("\\s*/(?:logout|drop)\\b.*", Pattern.CASE_INSENSITIVE);

    /** Most words of a name and a password: neither has a space. */
    private static final int LOGIN_WORDS = 2;

    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private @Nullable String command;
    private String account = "";
    private @Nullable String token;
    private @Nullable String refusal;

    /** Most words of the next message that may be a password, or a name and a password; 0 if none is expected. */
    private volatile int passwordWords;

    private boolean isExpectedByServer;
    private boolean isLoggingOut;

    /**
     * Login that was sent.
     *
     * @param number number of its line in the outbox
     */
    private record Attempt(String command, long number) {}

    /** Returns the command that logs in again; null for a guest. */
    @Nullable
    String command() {
        return command;
    }

    /** Returns the account of the last accepted login. */
    String account() {
        return account;
    }

    /** Returns the token that resumes the connection; null if there is none. */
    @Nullable
    String token() {
        return token;
    }

    void setToken(@Nullable String token) {
        this.token = token;
    }

    /** Whether a message may be a password: one was asked for, or refused, or is not accepted yet. */
    boolean mayBePassword(String line) {
        return passwordWords > 0
                && !line.startsWith("/")
                && (words(line) <= passwordWords || COMMAND.matcher(line).lookingAt());
    }

    private static int words(String line) {
        return line.strip().split("\\s+").length;
    }

    /** Whether the server can refuse the next message, as what asks for the password was sent on this connection. */
    boolean isExpectedByServer() {
        return isExpectedByServer;
    }

    void typed(String line) {
        if (PrivateInput.isPassword(line) && !line.startsWith("//")) {
            passwordWords = Math.max(LOGIN_WORDS, words(line) - 1);
            refusal = null;
        } else if (!line.startsWith("/")) {
            passwordWords = 0;
        }
    }

    void expectPassword() {
        passwordWords = LOGIN_WORDS;
    }

    /** Notes a line that is sent; returns whether it logs in, so that the client must know when it is answered. */
    boolean sent(String line, long number) {
        isLoggingOut = isLoggingOut || LOGOUT.matcher(line).matches();
        isExpectedByServer = isExpectedByServer || PrivateInput.isPassword(line);
        var login = LOGIN.matcher(line);
        if (login.matches()) {
            attempts.add(new Attempt("/login " + login.group(1) + " " + login.group(2), number));
            passwordWords = Math.max(LOGIN_WORDS, passwordWords);
            return true;
        }
        var change = PASSWORD.matcher(line);
        if (change.matches() && command != null) {
            attempts.add(new Attempt(command.substring(0, command.lastIndexOf(' ') + 1) + change.group(1), number));
            return true;
        }
        return false;
    }

    /** Notes that the server has accepted the oldest unanswered login. */
    void accepted(String resumeToken) {
        token = resumeToken;
        if (!attempts.isEmpty()) {
            command = attempts.remove().command();
            account = command.split(" ")[1];
        }
        refusal = null;
        passwordWords = 0;
    }

    /** Notes an error, which may be the answer to the oldest unanswered login. */
    void error(String code) {
        if (!attempts.isEmpty()) {
            refusal = code;
        }
    }

    /** Notes that the server has answered the lines up to a number. */
    void answered(long number, boolean isEverything) {
        attempts.removeIf(attempt -> attempt.number() <= number);
        isLoggingOut = isLoggingOut && !isEverything;
    }

    /** Forgets what the server did not answer on a lost connection. */
    void lost() {
        attempts.clear();
        isExpectedByServer = false;
        isLoggingOut = false;
    }

    /** Notes that the user has become a guest, which counts only after a logout. */
    void becameGuest() {
        if (isLoggingOut) {
            command = null;
            token = null;
            isLoggingOut = false;
            passwordWords = 0;
        }
    }

    /** Forgets the login, as the server does not accept it any more; the user may type another password. */
    void forget() {
        command = null;
        passwordWords = LOGIN_WORDS;
    }

    boolean isAttempting() {
        return !attempts.isEmpty();
    }

    /** Whether the server has refused the password of the last login. */
    boolean isRefused() {
        return "auth-failed".equals(refusal);
    }
}
