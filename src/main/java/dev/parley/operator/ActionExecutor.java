package dev.parley.operator;

import dev.parley.activity.Happening;
import dev.parley.activity.Happenings;
import dev.parley.audit.Action;
import dev.parley.audit.Audit;
import dev.parley.audit.AuditMetrics;
import dev.parley.audit.AuditRecord;
import dev.parley.protocol.Text;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Executes actions of operators. Each is recorded in the audit before and after it, then logged and published; an action
 * that cannot be recorded is not executed.
 */
@Component
public class ActionExecutor {
    private static final Logger log = LoggerFactory.getLogger(ActionExecutor.class);

    /** Characters of a target or a reason that are recorded. */
    private static final int MAX_TEXT_LENGTH = 300;

    private final Audit audit;
    private final Happenings happenings;
    private final AuditMetrics metrics;
    private final JsonMapper json;

    ActionExecutor(Audit audit, Happenings happenings, AuditMetrics metrics, JsonMapper json) {
        this.audit = audit;
        this.happenings = happenings;
        this.metrics = metrics;
        this.json = json;
    }

    public <T extends ActionResult> T execute(
            Operator by, Action action, String target, String reason, Supplier<T> task) {
        return executeWithId(by, action, target, reason, task).result();
    }

    public <T extends ActionResult> AuditedResult<T> executeWithId(
            Operator by, Action action, String target, String reason, Supplier<T> task) {
        metrics.asked(action);
        var asked = new AuditRecord.Act(by.name(), by.address(), action.label(), brief(target), brief(reason));
        AuditRecord begun = begin(asked);
        T done;
        try {
            done = task.get();
        } catch (RuntimeException | Error e) {
            end(begun, action, e instanceof HasErrorCode rejected ? rejected.code() : "failed", null, null);
            throw e;
        }
        AuditRecord ended = end(begun, action, done.outcome(), written(done.before()), written(done.after()));
        return new AuditedResult<>(done, ended == null ? null : Long.toString(ended.id()));
    }

    /** Requests are recorded before they are validated, and must not fill the disk. */
    private static String brief(String text) {
        String clean = Text.clean(text);
        return clean.codePointCount(0, clean.length()) <= MAX_TEXT_LENGTH
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_TEXT_LENGTH)) + "…";
    }

    /** Records that too many invalid tokens came from an address. */
    public void recordTokenGuessing(String address) {
        Thread.startVirtualThread(() -> {
            try {
                execute(
                        new Operator("nobody", address, null),
                        Action.GUESS_TOKEN,
                        "api",
                        "",
                        () -> () -> "has to wait");
            } catch (OperatorException e) {
                log.debug("Not recorded", e);
            }
        });
    }

    private @Nullable String written(@Nullable Object state) {
        return state == null ? null : json.writeValueAsString(state);
    }

    private AuditRecord begin(AuditRecord.Act asked) {
        try {
            return audit.begin(asked);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Not done, as it could not be recorded: {}", cause(e));
            write(asked, "unavailable", null);
            throw OperatorException.unavailable(
                    "nothing was done, as the audit cannot be written now; please try again later");
        }
    }

    private static String cause(RuntimeException e) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }

    private @Nullable AuditRecord end(
            AuditRecord begun, Action action, String result, @Nullable String before, @Nullable String after) {
        AuditRecord ended = null;
        try {
            ended = audit.end(begun, Text.clean(result), before, after);
        } catch (DataAccessException | TransactionException e) {
            log.error("The result of {} could not be recorded: {}", begun.id(), cause(e));
        }
        write(begun.act(), result, ended);
        AuditRecord.Act act = begun.act();
        happenings.operated(
                new Happening.Operated(
                        Happening.millis(Instant.now()),
                        act.actor(),
                        act.address(),
                        act.action(),
                        act.target(),
                        act.reason(),
                        Text.clean(result)),
                action.isOfPeople());
        return ended;
    }

    private static void write(AuditRecord.Act act, String result, @Nullable AuditRecord ended) {
        log.atInfo()
                .addKeyValue("actor", act.actor())
                .addKeyValue("address", act.address())
                .addKeyValue("action", act.action())
                .addKeyValue("target", act.target())
                .addKeyValue("reason", act.reason())
                .addKeyValue("result", Text.clean(result))
                .addKeyValue("audit", ended == null ? "" : ended.id())
                .addKeyValue("hash", ended == null ? "" : ended.hash())
                .log(
                        "actor={} address={} action={} target={} reason={} result={}",
                        quoted(act.actor()),
                        Text.clean(act.address()).replace(' ', '_'),
                        act.action(),
                        quoted(act.target()),
                        quoted(act.reason()),
                        quoted(result));
    }

    /** Such that no text can pretend to be another field. */
    private static String quoted(String text) {
        return '"' + Text.clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
