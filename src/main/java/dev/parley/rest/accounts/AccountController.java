package dev.parley.rest.accounts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.account.Account;
import dev.parley.account.Accounts;
import dev.parley.account.PasswordPolicy;
import dev.parley.audit.AuditAction;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Secret;
import dev.parley.rest.FilterParameters;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists, creates and deletes accounts, resets forgotten passwords, and sets the operator roles of accounts. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountController {
    private final ActionExecutor executor;
    private final Accounts accounts;
    private final ChatInput chatInput;

    record NewPassword(@Nullable String password) {
        /** Omits the password, so that a log of requests does not show it. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /**
     * An account, as operators see it.
     *
     * @param online whether a client is logged in to the account
     * @param role operator role of the account's owner; null if the owner is no operator
     */
    record AccountView(
            String name,
            Instant createdAt,
            boolean online,
            @Nullable String role) {
        static AccountView of(Account account, boolean isOnline) {
            return new AccountView(account.name().value(), account.createdAt(), isOnline, account.role());
        }
    }

    private record CreatedAccount(AccountView account) implements ActionResult {
        @Override
        public String outcome() {
            return "created";
        }

        @Override
        public Object after() {
            return account;
        }
    }

    private record Dropped(AccountView account) implements ActionResult {
        @Override
        public String outcome() {
            return "dropped";
        }

        @Override
        public Object before() {
            return account;
        }
    }

    record NewAccount(@Nullable String name, @Nullable String password) {
        String givenName() {
            return Objects.requireNonNullElse(name, "");
        }

        Nick checkedName() {
            Nick nick = Nick.of(givenName())
                    .orElseThrow(() ->
                            ApiProblem.badArgument("\"name\" must be a letter and up to 31 letters, digits, _ or -."));
            if (nick.reserved()) {
                throw ApiProblem.badArgument("The name " + nick + " is reserved.");
            }
            return nick;
        }

        /** Omits the password, so that a log of requests does not show it. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** @param role role to set; null or absent to remove the role */
    record NewRole(@Nullable String role, @Nullable String reason) {
        @Nullable
        String checkedRole() {
            return role == null
                    ? null
                    : Role.of(role)
                            .map(Role::label)
                            .orElseThrow(() -> ApiProblem.badArgument(
                                    "\"role\" must be poster, viewer, moderator, admin, auditor, or null for none."));
        }

        String givenReason() {
            return Objects.requireNonNullElse(reason, "");
        }
    }

    /** Role of an account before or after a change. */
    record HeldRole(@Nullable String role) {}

    record GivenRole(
            @JsonUnwrapped AccountView account,
            @JsonIgnore @Nullable String earlier) implements ActionResult {
        @Override
        public String outcome() {
            return "role " + (account.role() == null ? "none" : account.role());
        }

        @Override
        public Object before() {
            return new HeldRole(earlier);
        }

        @Override
        public Object after() {
            return new HeldRole(account.role());
        }
    }

    record Changed(String name) implements ActionResult {
        @Override
        public String outcome() {
            return "changed";
        }
    }

    AccountController(ActionExecutor executor, Accounts accounts, ChatInput chatInput) {
        this.executor = executor;
        this.accounts = accounts;
        this.chatInput = chatInput;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<AccountView> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        String after = Objects.requireNonNullElse(cursor, "");
        String part =
                Objects.requireNonNullElse(FilterParameters.text("q", q), "").strip();
        List<Account> found = DatabaseReads.orUnavailable("accounts", () -> accounts.after(after, part, limit + 1));
        return Page.of(shown(found), limit, AccountView::name);
    }

    @PostMapping
    @RequiresPermission(Permission.ADMINISTER)
    @ResponseStatus(HttpStatus.CREATED)
    AccountView make(
            @RequestBody NewAccount wanted, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.MAKE_ACCOUNT, wanted.givenName(), reason, () -> {
                    Nick name = wanted.checkedName();
                    Secret password = checked(wanted.password(), name);
                    if (!hashing(() -> accounts.add(name, password))) {
                        throw ApiProblem.accountExists(name.value());
                    }
                    chatInput.ask(new ChatQuery.AddAccount(name)).join();
                    return new CreatedAccount(shown(name));
                })
                .account();
    }

    @DeleteMapping("/{name}")
    @RequiresPermission(Permission.ADMINISTER)
    AccountView drop(
            @PathVariable String name, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.DROP_ACCOUNT, name, reason, () -> {
                    Nick account = Nick.of(name).orElseThrow(() -> ApiProblem.noSuchAccount(name));
                    AccountView dropped = shown(account);
                    if (!DatabaseReads.orUnavailable("accounts", () -> accounts.remove(account))) {
                        throw ApiProblem.noSuchAccount(name);
                    }
                    chatInput
                            .ask(new ChatQuery.RemoveAccount(new Nick(dropped.name())))
                            .join();
                    return new Dropped(dropped);
                })
                .account();
    }

    private AccountView shown(Nick name) {
        Account account = DatabaseReads.orUnavailable("accounts", () -> accounts.find(name))
                .orElseThrow(() -> ApiProblem.noSuchAccount(name.value()));
        return shown(List.of(account)).getFirst();
    }

    private List<AccountView> shown(List<Account> found) {
        List<Boolean> online = chatInput
                .ask(new ChatQuery.AreOnline(found.stream().map(Account::name).toList()))
                .join();
        return IntStream.range(0, found.size())
                .mapToObj(i -> AccountView.of(found.get(i), online.get(i)))
                .toList();
    }

    @PutMapping("/{name}/password")
    @RequiresPermission(Permission.ADMINISTER)
    Changed reset(
            @PathVariable String name,
            @RequestBody NewPassword wanted,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest from) {
        return executor.execute(
                RequestOperator.of(from), AuditAction.RESET_PASSWORD, name, reason, () -> reset(name, wanted));
    }

    private Changed reset(String name, NewPassword wanted) {
        Nick account = Nick.of(name).orElseThrow(() -> ApiProblem.noSuchAccount(name));
        Secret password = checked(wanted.password(), account);
        if (!hashing(() -> accounts.reset(account, password))) {
            throw ApiProblem.noSuchAccount(name);
        }
        chatInput.ask(new ChatQuery.RevokeTokens(account)).join();
        return new Changed(accounts.registered(account).orElse(account).value());
    }

    /** Sets the role of an account. The role applies from the owner's next command on. */
    @PutMapping("/{name}/role")
    @RequiresPermission(Permission.ADMINISTER)
    GivenRole give(@PathVariable String name, @RequestBody NewRole wanted, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.SET_ROLE, name, wanted.givenReason(), () -> {
            String role = wanted.checkedRole();
            Nick account = Nick.of(name).orElseThrow(() -> ApiProblem.noSuchAccount(name));
            String earlier = shown(account).role();
            if (!DatabaseReads.orUnavailable("accounts", () -> accounts.setRole(account, role))) {
                throw ApiProblem.noSuchAccount(name);
            }
            return new GivenRole(shown(account), earlier);
        });
    }

    private static Secret checked(@Nullable String text, Nick account) {
        Secret password = new Secret(text == null ? "" : text);
        PasswordPolicy.objection(password, account).ifPresent(objection -> {
            throw ApiProblem.badArgument("Invalid \"password\": " + objection + ".");
        });
        return password;
    }

    private static boolean hashing(BooleanSupplier act) {
        try {
            return DatabaseReads.orUnavailable("accounts", act::getAsBoolean);
        } catch (RejectedExecutionException e) {
            throw ApiProblem.busy();
        }
    }
}
