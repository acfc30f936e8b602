package dev.parley.rest.webhooks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.activity.EventFilter;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditTarget;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
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

/** Lists, creates and deletes webhooks. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookController {
    private final ActionExecutor executor;
    private final Webhooks webhooks;

    record CreatedWebhook(
            @JsonUnwrapped WebhookView shown,
            String secret,
            @JsonIgnore String outcome) implements ActionResult {
        static CreatedWebhook of(Webhook made) {
            return new CreatedWebhook(
                    WebhookView.of(new Webhook.WebhookStatus(made, 0, 0, 0, "")),
                    made.secret().text(),
                    made.creationResult());
        }

        @Override
        public Object after() {
            return shown.withoutPath();
        }

        /** Omits the secret, so that a log of responses does not show it. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** @param id id of the event */
    record FailureView(String id, String type, int attempts, String lastError, Instant at) {
        static FailureView of(Webhook.Failure failure) {
            return new FailureView(
                    failure.event(), failure.type(), failure.attempts(), failure.lastError(), failure.at());
        }
    }

    WebhookController(ActionExecutor executor, Webhooks webhooks) {
        this.executor = executor;
        this.webhooks = webhooks;
    }

    @GetMapping
    @RequiresPermission(Permission.ADMINISTER)
    Page<WebhookView> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        try {
            long last = cursor == null ? 0 : Long.parseLong(cursor, Character.MAX_RADIX);
            List<WebhookView> found = webhooks.all().stream()
                    .filter(status -> status.webhook().number() > last)
                    .limit(limit + 1L)
                    .map(WebhookView::of)
                    .toList();
            return Page.of(found, limit, WebhookView::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    @PostMapping
    @RequiresPermission(Permission.ADMINISTER)
    @ResponseStatus(HttpStatus.CREATED)
    CreatedWebhook make(
            @RequestBody CreateWebhookRequest wanted,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest from) {
        String url = wanted.givenUrl();
        return executor.execute(
                RequestOperator.of(from), AuditAction.MAKE_WEBHOOK, CreateWebhookRequest.origin(url), reason, () -> {
                    EventFilter filter = wanted.checkedFilter();
                    webhooks.refusal(url).ifPresent(why -> {
                        throw ApiProblem.badArgument(why + ".");
                    });
                    Optional<Webhook> made = stored(
                            "The webhook could not be saved, and was not created; try again later.",
                            () -> webhooks.make(
                                    url, filter, RequestOperator.of(from).name()));
                    return CreatedWebhook.of(made.orElseThrow(() -> ApiProblem.tooManyWebhooks(Webhooks.MAX_WEBHOOKS)));
                });
    }

    @DeleteMapping("/{id}")
    @RequiresPermission(Permission.ADMINISTER)
    WebhookView remove(
            @PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        Optional<String> origin = webhooks.all().stream()
                .filter(known -> known.webhook().id().equals(id))
                .map(known -> CreateWebhookRequest.origin(known.webhook().url().toString()))
                .findFirst();
        String target = AuditTarget.of(id, origin);
        return executor.execute(RequestOperator.of(from), AuditAction.REMOVE_WEBHOOK, target, reason, () -> {
            Optional<Webhook.WebhookStatus> removed = stored(
                    "The webhook could not be removed, and still exists; try again later.", () -> webhooks.remove(id));
            return WebhookView.of(removed.orElseThrow(() -> ApiProblem.noSuchWebhook(id)));
        });
    }

    @GetMapping("/{id}/failures")
    @RequiresPermission(Permission.ADMINISTER)
    Page<FailureView> failures(
            @PathVariable String id,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        long before = cursor == null ? Long.MAX_VALUE : Page.position(cursor);
        List<Webhook.Failure> found = DatabaseReads.orUnavailable(
                        "webhook's failures", () -> webhooks.failures(id, before, limit + 1))
                .orElseThrow(() -> ApiProblem.noSuchWebhook(id));
        Page<Webhook.Failure> page = Page.of(found, limit, failure -> Long.toString(failure.number()));
        return new Page<>(page.items().stream().map(FailureView::of).toList(), page.next());
    }

    private static <T> T stored(String otherwise, Supplier<T> storing) {
        try {
            return storing.get();
        } catch (DataAccessException | TransactionException e) {
            throw ApiProblem.unavailable(otherwise);
        }
    }
}
