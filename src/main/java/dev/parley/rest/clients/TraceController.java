package dev.parley.rest.clients;

import dev.parley.audit.Action;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionRequest;
import dev.parley.protocol.Text;
import dev.parley.rest.EventStream;
import dev.parley.rest.Needs;
import dev.parley.rest.problem.Problem;
import dev.parley.rest.security.Caller;
import dev.parley.rest.security.Standing;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows what one client sends and is sent, for a while: it needs a reason, and whoever reads the audit sees it. */
@RestController
class TraceController {
    private static final Logger log = LoggerFactory.getLogger(TraceController.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int LOOKS_UNTIL_COMMENT = 20;
    private static final int LONGEST_SECONDS = 300;

    private final ActionExecutor executor;
    private final Sessions sessions;
    private final Standing standing;
    private final JsonMapper json;

    /** @param why over, closed or slow-consumer */
    record Ended(String why, int lines) implements ActionResult {
        @Override
        public String outcome() {
            return "traced " + lines + " lines until " + why;
        }
    }

    TraceController(ActionExecutor executor, Sessions sessions, Standing standing, JsonMapper json) {
        this.executor = executor;
        this.sessions = sessions;
        this.standing = standing;
        this.json = json;
    }

    @GetMapping("/api/v1/clients/{id}/trace")
    @Needs(Permission.ADMINISTER)
    void trace(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "60") int seconds,
            HttpServletRequest from,
            HttpServletResponse response) {
        if (EventStream.isOnlyHead(from, response)) {
            return;
        }
        String why = Text.clean(reason);
        executor.execute(Caller.of(from), Action.TRACE, id, why, () -> {
            if (why.isBlank() || why.length() > RestrictionRequest.MAX_REASON_LENGTH) {
                throw Problem.badArgument("A trace has a reason: \"reason\", at most "
                        + RestrictionRequest.MAX_REASON_LENGTH + " characters.");
            }
            if (seconds < 1 || seconds > LONGEST_SECONDS) {
                throw Problem.badArgument("\"seconds\" is from 1 to " + LONGEST_SECONDS + ".");
            }
            Session session = sessions.find(id).orElseThrow(() -> Problem.noSuchClient(id));
            return trace(session, seconds, () -> standing.has(from, Permission.ADMINISTER), response);
        });
    }

    private Ended trace(Session session, int seconds, BooleanSupplier mayGoOn, HttpServletResponse response) {
        var trace = new Trace();
        if (!session.tracing().begin(trace)) {
            throw Problem.traced(session.id());
        }
        try {
            return tell(trace, session, seconds, mayGoOn, new EventStream(response));
        } catch (IOException e) {
            log.debug("Whoever traced a client is gone", e);
            return new Ended("the reader left", trace.taken());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended("the service stopped", trace.taken());
        } finally {
            session.tracing().end(trace);
        }
    }

    private Ended tell(Trace trace, Session session, int seconds, BooleanSupplier mayGoOn, EventStream stream)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int silent = 0;
        String why = "over";
        while (System.nanoTime() < end && mayGoOn.getAsBoolean()) {
            boolean isClosed = session.closed().isDone();
            List<Trace.Line> lines = trace.take(LOOK);
            for (Trace.Line line : lines) {
                stream.add(null, line.direction(), json.writeValueAsString(line));
            }
            silent = lines.isEmpty() ? silent + 1 : 0;
            if (silent == LOOKS_UNTIL_COMMENT) {
                stream.comment("still here");
                silent = 0;
            } else {
                stream.flush();
            }
            if (trace.isOverflowed() || isClosed) {
                why = isClosed ? "closed" : "slow-consumer";
                break;
            }
        }
        var ended = new Ended(why, trace.taken());
        stream.send(null, "end", json.writeValueAsString(ended));
        return ended;
    }
}
