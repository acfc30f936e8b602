package dev.parley.rest.clients;

import dev.parley.audit.AuditAction;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.ClientActions;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionRequest;
import dev.parley.protocol.TextSanitizer;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.SseWriter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import dev.parley.rest.security.TokenRevalidator;
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

/** Streams the traffic of one client for a limited time. A trace needs a reason and is recorded in the audit. */
@RestController
class TraceController {
    private static final Logger log = LoggerFactory.getLogger(TraceController.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    /** Polls without a line until a comment. Until a lost reader is noticed, no one else can trace the client. */
    private static final int POLLS_UNTIL_COMMENT = 2;

    private static final int MAX_SECONDS = 300;

    private final ActionExecutor executor;
    private final ClientActions actions;
    private final Sessions sessions;
    private final TokenRevalidator revalidator;
    private final JsonMapper json;

    /** @param why reason why the trace ended: over, closed or slow-consumer */
    record TraceEnded(String why, int lines) implements ActionResult {
        @Override
        public String outcome() {
            return "traced " + lines + " lines, end: " + why;
        }
    }

    TraceController(
            ActionExecutor executor,
            ClientActions actions,
            Sessions sessions,
            TokenRevalidator revalidator,
            JsonMapper json) {
        this.executor = executor;
        this.actions = actions;
        this.sessions = sessions;
        this.revalidator = revalidator;
        this.json = json;
    }

    @GetMapping("/api/v1/clients/{id}/trace")
    @RequiresPermission(Permission.ADMINISTER)
    void trace(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "60") int seconds,
            HttpServletRequest from,
            HttpServletResponse response) {
        if (SseWriter.isOnlyHead(from, response)) {
            return;
        }
        String why = TextSanitizer.clean(reason);
        executor.execute(RequestOperator.of(from), AuditAction.TRACE, actions.named(id), why, () -> {
            if (why.isBlank() || why.length() > RestrictionRequest.MAX_REASON_LENGTH) {
                throw ApiProblem.badArgument(
                        "\"reason\" is required, of at most " + RestrictionRequest.MAX_REASON_LENGTH + " characters.");
            }
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw ApiProblem.badArgument("\"seconds\" must be from 1 to " + MAX_SECONDS + ".");
            }
            Session session = sessions.find(id).orElseThrow(() -> ApiProblem.noSuchClient(id));
            return trace(session, seconds, () -> revalidator.has(from, Permission.ADMINISTER), response);
        });
    }

    private TraceEnded trace(Session session, int seconds, BooleanSupplier mayGoOn, HttpServletResponse response) {
        var trace = new ClientTrace();
        if (!session.traceSlot().begin(trace)) {
            throw ApiProblem.traced(session.id());
        }
        try {
            return stream(trace, session, seconds, mayGoOn, new SseWriter(response));
        } catch (IOException e) {
            log.debug("The reader of a trace has disconnected", e);
            return new TraceEnded("reader disconnected", trace.taken());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TraceEnded("service stopped", trace.taken());
        } finally {
            session.traceSlot().end(trace);
        }
    }

    private TraceEnded stream(
            ClientTrace trace, Session session, int seconds, BooleanSupplier mayGoOn, SseWriter stream)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int silent = 0;
        String why = "over";
        while (System.nanoTime() < end && mayGoOn.getAsBoolean()) {
            boolean isClosed = session.closed().isDone();
            List<ClientTrace.Line> lines = trace.take(POLL_INTERVAL);
            for (ClientTrace.Line line : lines) {
                stream.add(null, line.direction(), json.writeValueAsString(line));
            }
            silent = lines.isEmpty() ? silent + 1 : 0;
            if (silent == POLLS_UNTIL_COMMENT) {
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
        var ended = new TraceEnded(why, trace.taken());
        stream.send(null, "end", json.writeValueAsString(ended));
        return ended;
    }
}
