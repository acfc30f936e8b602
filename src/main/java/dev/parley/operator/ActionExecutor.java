package dev.parley.operator;

import dev.parley.activity.ActivityEvent;
import dev.parley.activity.ActivityLog;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditLog;
import dev.parley.audit.AuditMetrics;
import dev.parley.audit.AuditRecord;
import dev.parley.chat.port.EventLog;
import dev.parley.protocol.TextSanitizer;
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
 * Executes actions of operators. Each action is recorded in the audit before and after it is executed, and then logged
 * and published. An action that cannot be recorded is not executed.
 */
@Component
public class ActionExecutor {
    private static final Logger log = LoggerFactory.getLogger(ActionExecutor.class);

    /** Most characters of a target or a reason that are recorded. */
    private static final int MAX_TEXT_LENGTH = 300;

    private final AuditLog audit;
    private final ActivityLog activity;
    private final AuditMetrics metrics;
    private final JsonMapper json;
    private final EventLog eventLog;

    ActionExecutor(AuditLog audit, ActivityLog activity, AuditMetrics metrics, JsonMapper json, EventLog eventLog) {
        this.audit = audit;
        this.activity = activity;
        this.metrics = metrics;
        this.json = json;
        this.eventLog = eventLog;
    }

    public <T extends ActionResult> T execute(
            Operator by, AuditAction action, String target, String reason, Supplier<T> task) {
        return executeWithId(by, action, target, reason, task).result();
    }

    public <T extends ActionResult> AuditedResult<T> executeWithId(
            Operator by, AuditAction action, String target, String reason, Supplier<T> task) {
        metrics.actionRequested(action);
        var asked =
                new AuditRecord.AuditedRequest(by.actor(), by.address(), action.label(), brief(target), brief(reason));
        AuditRecord begun = begin(asked);
        T done;
        try {
            requireStoring(action);
            done = task.get();
        } catch (RuntimeException | Error e) {
            end(begun, action, e instanceof HasErrorCode rejected ? rejected.code() : "failed", null, null);
            throw e;
        }
        AuditRecord ended = end(begun, action, done.outcome(), toJson(done.before()), toJson(done.after()));
        return new AuditedResult<>(done, ended == null ? null : Long.toString(ended.id()));
    }

    /** Rejects a change of the chat that a restart would undo, because the chat stores nothing now. */
    private void requireStoring(AuditAction action) {
        if (action.isStoredByChat() && eventLog.isPaused()) {
            throw OperatorException.unavailable("nothing was done, as the history is paused; try again later");
        }
    }

    /**
     * Shortens a text for the audit. Requests are recorded before they are validated, so a long text could otherwise
     * fill the disk.
     */
    private static String brief(String text) {
        String clean = TextSanitizer.clean(text);
        return clean.codePointCount(0, clean.length()) <= MAX_TEXT_LENGTH
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_TEXT_LENGTH)) + "…";
    }

    private record TokenGuessing() implements ActionResult {
        @Override
        public String outcome() {
            return "address must wait";
        }
    }

    /** Records that too many invalid tokens came from an address. */
    public void recordTokenGuessing(String address) {
        Thread.startVirtualThread(() -> {
            try {
                execute(new Operator("nobody", address, null), AuditAction.GUESS_TOKEN, "api", "", TokenGuessing::new);
            } catch (OperatorException e) {
                log.debug("Could not record guesses of a token", e);
            }
        });
    }

    private @Nullable String toJson(@Nullable Object state) {
        return state == null ? null : json.writeValueAsString(state);
    }

    private AuditRecord begin(AuditRecord.AuditedRequest asked) {
        try {
            return audit.begin(asked);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Action not executed, as the audit cannot be written: {}", cause(e));
            logAction(asked, "unavailable", null);
            throw OperatorException.unavailable(
                    "nothing was done, as the audit cannot be written now; try again later");
        }
    }

    private static String cause(RuntimeException e) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }

    private @Nullable AuditRecord end(
            AuditRecord begun, AuditAction action, String result, @Nullable String before, @Nullable String after) {
        AuditRecord ended = null;
        try {
            ended = audit.end(begun, TextSanitizer.clean(result), before, after);
        } catch (DataAccessException | TransactionException e) {
            log.error("Could not record the result of the audit record {}: {}", begun.id(), cause(e));
        }
        logAction(begun.request(), result, ended);
        AuditRecord.AuditedRequest act = begun.request();
        activity.publishOperatorAction(
                new ActivityEvent.AuditedAction(
                        activity.now(),
                        act.actor(),
                        act.address(),
                        act.action(),
                        act.target(),
                        act.reason(),
                        TextSanitizer.clean(result)),
                action.isOfPeople());
        return ended;
    }

    private static void logAction(AuditRecord.AuditedRequest act, String result, @Nullable AuditRecord ended) {
        log.atInfo()
                .addKeyValue("actor", act.actor())
                .addKeyValue("address", act.address())
                .addKeyValue("action", act.action())
                .addKeyValue("target", act.target())
                .addKeyValue("reason", act.reason())
                .addKeyValue("result", TextSanitizer.clean(result))
                .addKeyValue("audit", ended == null ? "" : ended.id())
                .addKeyValue("hash", ended == null ? "" : ended.hash())
                .log(
                        "actor={} address={} action={} target={} reason={} result={}",
                        quoted(act.actor()),
                        TextSanitizer.clean(act.address()).replace(' ', '_'),
                        act.action(),
                        quoted(act.target()),
                        quoted(act.reason()),
                        quoted(result));
    }

    /** Puts a text in quotes, so that no part of it can be mistaken for another field. */
    private static String quoted(String text) {
        return '"' + TextSanitizer.clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
