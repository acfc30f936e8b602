package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.chat.Text;
import dev.parley.event.Action;
import dev.parley.event.Audit;
import dev.parley.event.AuditMetrics;
import dev.parley.event.AuditRecord;
import dev.parley.event.Happenings;
import jakarta.servlet.http.HttpServletRequest;
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
 * Carries out what operators ask for, whichever way they do. It is recorded before and after: what cannot be recorded is
 * not done. Then it is logged, and told to those who follow what happens.
 */
@Component
class Acts {
    private static final Logger log = LoggerFactory.getLogger(Acts.class);

    /** Characters of a target or a reason that are recorded. */
    private static final int LONGEST = 300;

    private final Audit audit;
    private final Happenings happenings;
    private final AuditMetrics metrics;
    private final JsonMapper json;

    interface Outcome {
        /** What was done, in a few words. */
        String outcome();

        /** How what was changed was before; null where it was not there. */
        default @Nullable Object before() {
            return null;
        }

        /** How it is now. */
        default @Nullable Object after() {
            return null;
        }
    }

    /**
     * The outcome of an action, and the id of its record in the audit.
     *
     * @param action decimal id; null if the record could not be written
     */
    record Done<T>(@JsonUnwrapped T outcome, @Nullable String action) {}

    Acts(Audit audit, Happenings happenings, AuditMetrics metrics, JsonMapper json) {
        this.audit = audit;
        this.happenings = happenings;
        this.metrics = metrics;
        this.json = json;
    }

    <T extends Outcome> T carryOut(
            HttpServletRequest from, Action action, String target, String reason, Supplier<T> act) {
        return carryOut(Caller.of(from), action, target, reason, act).outcome();
    }

    <T extends Outcome> Done<T> carryOut(Caller by, Action action, String target, String reason, Supplier<T> act) {
        metrics.asked(action);
        var asked = new AuditRecord.Act(by.name(), by.address(), action.label(), brief(target), brief(reason));
        AuditRecord begun = begin(asked);
        T done;
        try {
            done = act.get();
        } catch (Problem problem) {
            end(begun, action, problem.code(), null, null);
            throw problem;
        } catch (RuntimeException | Error e) {
            end(begun, action, "failed", null, null);
            throw e;
        }
        AuditRecord ended = end(begun, action, done.outcome(), written(done.before()), written(done.after()));
        return new Done<>(done, ended == null ? null : Long.toString(ended.id()));
    }

    /** What is refused is recorded before it is looked at, and must not fill the disk. */
    private static String brief(String text) {
        String clean = Text.clean(text);
        return clean.codePointCount(0, clean.length()) <= LONGEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** Somebody tried too many tokens, which were none. */
    void guessed(String address) {
        Thread.startVirtualThread(() -> {
            try {
                carryOut(new Caller("nobody", address, null), Action.GUESS_TOKEN, "api", "", () -> () -> "has to wait");
            } catch (Problem problem) {
                log.debug("Not recorded", problem);
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
            throw Problem.unavailable("Nothing was done, as the audit cannot be written now; please try again later.");
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
        happenings.operated(action, begun.act(), Text.clean(result));
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
