package dev.parley.rest.tokens;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditTarget;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.TextFilter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.ApiToken;
import dev.parley.rest.security.ApiTokens;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists tokens in the order in which they were created, creates them and revokes them. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private final ActionExecutor executor;
    private final ApiTokens tokens;

    record TokenView(
            String id,
            String name,
            String role,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt)
            implements ActionResult {
        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.role().label(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }

        @Override
        public String outcome() {
            return "revoked " + name + ", role " + role;
        }

        @Override
        public Object before() {
            return this;
        }
    }

    record CreatedToken(@JsonUnwrapped TokenView shown, String token) implements ActionResult {
        @Override
        public String outcome() {
            String until = shown.expiresAt() == null ? "permanently" : "until " + shown.expiresAt();
            return "created " + shown.id() + ", role " + shown.role() + ", valid " + until;
        }

        @Override
        public Object after() {
            return shown;
        }

        /** Omits the secret, so that a log of responses does not show it. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    TokenController(ActionExecutor executor, ApiTokens tokens) {
        this.executor = executor;
        this.tokens = tokens;
    }

    @GetMapping
    @RequiresPermission(Permission.ADMINISTER)
    Page<TokenView> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        TextFilter text = TextFilter.of(q);
        try {
            List<TokenView> found = tokens.after(cursor).stream()
                    .filter(token -> text.matches(token.name(), token.createdBy()))
                    .limit(limit + 1L)
                    .map(TokenView::of)
                    .toList();
            return Page.of(found, limit, TokenView::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    @PostMapping
    @RequiresPermission(Permission.ADMINISTER)
    @ResponseStatus(HttpStatus.CREATED)
    CreatedToken make(
            @RequestBody CreateTokenRequest wanted,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.MAKE_TOKEN, wanted.givenName(), reason, () -> {
            var made = tokens.make(
                    wanted.checkedName(),
                    wanted.checkedRole(),
                    RequestOperator.of(from).name(),
                    wanted::checkedExpiry);
            return new CreatedToken(TokenView.of(made.token()), made.secret());
        });
    }

    @DeleteMapping("/{id}")
    @RequiresPermission(Permission.ADMINISTER)
    TokenView revoke(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        String target = AuditTarget.of(id, tokens.find(id).map(ApiToken::name));
        return executor.execute(RequestOperator.of(from), AuditAction.REVOKE_TOKEN, target, reason, () -> {
            ApiToken revoked = tokens.revoke(id).orElseThrow(() -> ApiProblem.noSuchToken(id));
            if (!tokens.storeRemovals()) {
                throw ApiProblem.unavailable("The token is revoked, but this could not be saved; Parley retries,"
                        + " and a restart before that succeeds restores it.");
            }
            return TokenView.of(revoked);
        });
    }
}
