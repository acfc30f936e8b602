package dev.parley.admin;

import dev.parley.chat.Text;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of log for each act of an operator: who, from where, what, to whom, why, with which result. */
final class OperatorLog {
    private static final Logger log = LoggerFactory.getLogger(OperatorLog.class);

    interface Outcome {
        /** What was done, in a few words. */
        String outcome();
    }

    private OperatorLog() {}

    static <T extends Outcome> T logged(
            HttpServletRequest from, String action, String target, String reason, Supplier<T> act) {
        String result = "failed";
        try {
            T done = act.get();
            result = done.outcome();
            return done;
        } catch (Problem problem) {
            result = problem.code();
            throw problem;
        } finally {
            write(String.valueOf(from.getRemoteUser()), from.getRemoteAddr(), action, target, reason, result);
        }
    }

    private static void write(
            String actor, String address, String action, String target, String reason, String result) {
        log.atInfo()
                .addKeyValue("actor", actor)
                .addKeyValue("address", address)
                .addKeyValue("action", action)
                .addKeyValue("target", Text.clean(target))
                .addKeyValue("reason", Text.clean(reason))
                .addKeyValue("result", Text.clean(result))
                .log(
                        "actor={} address={} action={} target={} reason={} result={}",
                        quoted(actor),
                        address,
                        action,
                        quoted(target),
                        quoted(reason),
                        quoted(result));
    }

    /** Such that no text can pretend to be another field. */
    private static String quoted(String text) {
        return '"' + Text.clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
