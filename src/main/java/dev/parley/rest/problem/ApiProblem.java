package dev.parley.rest.problem;

import dev.parley.operator.HasErrorCode;
import dev.parley.operator.OperatorError;
import dev.parley.operator.RestrictionView;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * An error of the API, in the format of RFC 9457. Clients can rely on its {@code code}. Its detail is for people and
 * may change.
 */
public final class ApiProblem extends ErrorResponseException implements HasErrorCode {
    static final String CODE = "code";

    private final String code;

    private ApiProblem(HttpStatus status, String code, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
        this.code = code;
        getBody().setProperty(CODE, code);
    }

    public static ApiProblem of(OperatorError error) {
        HttpStatus status = switch (error) {
            case OperatorError.BadArgument invalid -> HttpStatus.BAD_REQUEST;
            case OperatorError.Forbidden forbidden -> HttpStatus.FORBIDDEN;
            case OperatorError.NoSuchClient missing -> HttpStatus.NOT_FOUND;
            case OperatorError.NoSuchRoom missing -> HttpStatus.NOT_FOUND;
            case OperatorError.NoSuchRestriction missing -> HttpStatus.NOT_FOUND;
            case OperatorError.TooManyRestrictions full -> HttpStatus.CONFLICT;
            case OperatorError.NeedsForce warned -> HttpStatus.CONFLICT;
            case OperatorError.Unavailable unavailable -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        if (error instanceof OperatorError.NeedsForce warned) {
            var problem = new ApiProblem(
                    status,
                    error.code(),
                    "This ban requires \"force\":true. The warnings say why; ?dryRun=true shows the affected clients.");
            problem.getBody().setProperty("clients", warned.impact().clients().size());
            problem.getBody().setProperty("warnings", warned.impact().warnings());
            return problem;
        }
        return new ApiProblem(status, error.code(), sentence(error.text()));
    }

    /** A cursor of a list that is no longer remembered. */
    public static ApiProblem cursorExpired() {
        return new ApiProblem(
                HttpStatus.GONE,
                "cursor-expired",
                "This list is no longer remembered; start again without \"cursor\".");
    }

    public static ApiProblem noSuchClient(String id) {
        return of(new OperatorError.NoSuchClient(id));
    }

    public static ApiProblem noSuchRoom(String name) {
        return of(new OperatorError.NoSuchRoom(name));
    }

    public static ApiProblem noSuchAccount(String name) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "no-such-account", "There is no account " + name + ".");
    }

    public static ApiProblem noSuchMessage(String id, String room) {
        return new ApiProblem(
                HttpStatus.NOT_FOUND, "no-such-message", "There is no message " + id + " in " + room + ".");
    }

    public static ApiProblem noSuchLogger(String name) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "no-such-logger", "Parley has no package " + name + ".");
    }

    public static ApiProblem tooManyFollowers(int most, int perCaller) {
        return new ApiProblem(
                HttpStatus.CONFLICT,
                "too-many-followers",
                "The limit of " + perCaller + " event streams of one caller, or " + most
                        + " in total, is reached; close one first.");
    }

    public static ApiProblem traced(String id) {
        return new ApiProblem(
                HttpStatus.CONFLICT, "traced", "The client " + id + " is already being traced; try again later.");
    }

    public static ApiProblem noSuchAction(String id) {
        return new ApiProblem(
                HttpStatus.NOT_FOUND, "no-such-action", "There is no ban, mute or audit record " + id + ".");
    }

    public static ApiProblem cannotUndo(String why) {
        return new ApiProblem(HttpStatus.CONFLICT, "cannot-undo", why);
    }

    /**
     * An undo whose target has changed since.
     *
     * @param change last change; null where it is not recorded
     * @param current restriction in force; null for none
     */
    public static ApiProblem changedSince(String why, @Nullable Object change, @Nullable RestrictionView current) {
        ApiProblem problem = cannotUndo(why);
        problem.getBody().setProperty("change", change);
        problem.getBody().setProperty("current", current);
        return problem;
    }

    public static ApiProblem accountExists(String name) {
        return new ApiProblem(HttpStatus.CONFLICT, "account-exists", name + " is registered already.");
    }

    public static ApiProblem busy() {
        return busy("too many passwords are being checked; try again in a few seconds");
    }

    /** @param text as in a reply of the chat */
    public static ApiProblem busy(String text) {
        return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, "busy", sentence(text));
    }

    /** The name under which the caller would send messages is muted. */
    public static ApiProblem muted(String text) {
        return new ApiProblem(HttpStatus.FORBIDDEN, "muted", sentence(text));
    }

    public static ApiProblem keyUsed(String text) {
        return new ApiProblem(HttpStatus.CONFLICT, "key-used", sentence(text));
    }

    public static ApiProblem unusableName() {
        return new ApiProblem(
                HttpStatus.CONFLICT,
                "unusable-name",
                "The name of this token cannot be shown in the chat; use a token whose name has at most 26 letters,"
                        + " digits, \"_\" or \"-\".");
    }

    /** Returns a text of the chat as a sentence. */
    public static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    public static ApiProblem backupRunning() {
        return new ApiProblem(HttpStatus.CONFLICT, "backup-running", "Another backup is running; try again later.");
    }

    public static ApiProblem backupNotSupported() {
        return new ApiProblem(
                HttpStatus.CONFLICT, "not-supported", "The database is PostgreSQL; back it up with pg_dump.");
    }

    public static ApiProblem noSuchToken(String id) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "no-such-token", "There is no token " + id + ".");
    }

    public static ApiProblem tokenExists(String name) {
        return new ApiProblem(
                HttpStatus.CONFLICT, "token-exists", "A token named " + name + " already exists; choose another name.");
    }

    public static ApiProblem tooManyTokens(int most) {
        return new ApiProblem(
                HttpStatus.CONFLICT,
                "too-many-tokens",
                "The limit of " + most + " tokens is reached; revoke some first.");
    }

    public static ApiProblem noSuchWebhook(String id) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "no-such-webhook", "There is no webhook " + id + ".");
    }

    public static ApiProblem tooManyWebhooks(int most) {
        return new ApiProblem(
                HttpStatus.CONFLICT,
                "too-many-webhooks",
                "The limit of " + most + " webhooks is reached; remove some first.");
    }

    public static ApiProblem forbidden(String detail) {
        return of(HttpStatus.FORBIDDEN, detail);
    }

    /** @param wait time until another try can succeed */
    public static ApiProblem rateLimited(Duration wait, String detail) {
        var problem = new ApiProblem(HttpStatus.TOO_MANY_REQUESTS, "rate-limited", detail);
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return problem;
    }

    /** Returns the error for a service that the call needs and that is not available now. */
    public static ApiProblem unavailable(String detail) {
        return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail);
    }

    public static ApiProblem badArgument(String detail) {
        return of(HttpStatus.BAD_REQUEST, detail);
    }

    public static ApiProblem of(HttpStatus status, String detail) {
        return new ApiProblem(status, code(status), detail);
    }

    /** Returns the code of a problem that has only a status. */
    static String code(HttpStatusCode status) {
        return switch (HttpStatus.resolve(status.value())) {
            case null -> "error-" + status.value();
            case BAD_REQUEST -> "bad-argument";
            case CONTENT_TOO_LARGE -> "too-large";
            case INTERNAL_SERVER_ERROR -> "internal";
            case HttpStatus other -> other.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    @Override
    public String code() {
        return code;
    }
}
