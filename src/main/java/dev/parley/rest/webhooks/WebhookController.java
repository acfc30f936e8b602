package dev.parley.rest.webhooks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.activity.EventFilter;
import dev.parley.audit.Action;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.rest.Needs;
import dev.parley.rest.Page;
import dev.parley.rest.problem.Problem;
import dev.parley.rest.security.Caller;
import dev.parley.webhook.Webhook;
import dev.parley.webhook.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows where events are sent, adds to that and removes from it. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookController {
    private final ActionExecutor executor;
    private final Webhooks webhooks;

    record MadeWebhook(@JsonUnwrapped ShownWebhook shown, String secret) implements ActionResult {
        static MadeWebhook of(Webhook made) {
            return new MadeWebhook(
                    ShownWebhook.of(new Webhook.Standing(made, 0, 0, 0, "")),
                    made.secret().text());
        }

        @Override
        public String outcome() {
            return "made " + shown.id();
        }

        @Override
        public Object after() {
            return shown.withoutPath();
        }

        /** It is not to be shown by whoever logs what was answered. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** @param id of the event */
    record ShownFailure(String id, String type, int attempts, String lastError, Instant at) {
        static ShownFailure of(Webhook.Failure failure) {
            return new ShownFailure(
                    failure.event(), failure.type(), failure.attempts(), failure.lastError(), failure.at());
        }
    }

    WebhookController(ActionExecutor executor, Webhooks webhooks) {
        this.executor = executor;
        this.webhooks = webhooks;
    }

    @GetMapping
    @Needs(Permission.ADMINISTER)
    Page<ShownWebhook> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        List<ShownWebhook> all = webhooks.all().stream().map(ShownWebhook::of).toList();
        return Page.following(all, ShownWebhook::id, limit, cursor);
    }

    @PostMapping
    @Needs(Permission.ADMINISTER)
    @ResponseStatus(HttpStatus.CREATED)
    MadeWebhook make(
            @RequestBody NewWebhook wanted, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        String url = wanted.givenUrl();
        return executor.execute(Caller.of(from), Action.MAKE_WEBHOOK, NewWebhook.origin(url), reason, () -> {
            EventFilter filter = wanted.checkedFilter();
            webhooks.refusal(url).ifPresent(why -> {
                throw Problem.badArgument(why);
            });
            Optional<Webhook> made = stored(
                    "The webhook could not be stored, so there is none: please try again later.",
                    () -> webhooks.make(url, filter, Caller.of(from).name()));
            return MadeWebhook.of(made.orElseThrow(() -> Problem.tooManyWebhooks(Webhooks.MOST)));
        });
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.ADMINISTER)
    ShownWebhook remove(
            @PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(Caller.of(from), Action.REMOVE_WEBHOOK, id, reason, () -> {
            Optional<Webhook.Standing> removed = stored(
                    "The webhook could not be removed, and is still there: please try again later.",
                    () -> webhooks.remove(id));
            return ShownWebhook.of(removed.orElseThrow(() -> Problem.noSuchWebhook(id)));
        });
    }

    @GetMapping("/{id}/failures")
    @Needs(Permission.ADMINISTER)
    Page<ShownFailure> failures(
            @PathVariable String id,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        long before = cursor == null ? Long.MAX_VALUE : number(cursor);
        List<Webhook.Failure> found = DatabaseReads.orUnavailable(
                        "webhook's failures", () -> webhooks.failures(id, before, limit + 1))
                .orElseThrow(() -> Problem.noSuchWebhook(id));
        Page<Webhook.Failure> page = Page.of(found, limit, failure -> Long.toString(failure.number()));
        return new Page<>(page.items().stream().map(ShownFailure::of).toList(), page.next());
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    private static <T> T stored(String otherwise, Supplier<T> storing) {
        try {
            return storing.get();
        } catch (DataAccessException | TransactionException e) {
            throw Problem.unavailable(otherwise);
        }
    }
}
