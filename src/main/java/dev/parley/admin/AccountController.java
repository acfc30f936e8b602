package dev.parley.admin;

import dev.parley.account.Accounts;
import dev.parley.account.PasswordRules;
import dev.parley.chat.Nick;
import dev.parley.chat.Secret;
import dev.parley.chat.Sequence;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives accounts whose owner has forgotten the password another one. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountController {
    private final Accounts accounts;
    private final Sequence sequence;

    record NewPassword(@Nullable String password) {
        /** It is not to be shown by whoever logs what was asked for. */
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    record Changed(String name) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            return "changed";
        }
    }

    AccountController(Accounts accounts, Sequence sequence) {
        this.accounts = accounts;
        this.sequence = sequence;
    }

    @PutMapping("/{name}/password")
    @Needs(Right.ADMINISTER)
    Changed reset(@PathVariable String name, @RequestBody NewPassword wanted, HttpServletRequest from) {
        return OperatorLog.logged(from, "reset-password", name, "", () -> reset(name, wanted));
    }

    private Changed reset(String name, NewPassword wanted) {
        Nick account = Nick.of(name).orElseThrow(() -> Problem.noSuchAccount(name));
        Secret password = new Secret(wanted.password() == null ? "" : wanted.password());
        PasswordRules.objection(password, account).ifPresent(objection -> {
            throw Problem.badArgument("The password: " + objection + ".");
        });
        if (!accounts.reset(account, password)) {
            throw Problem.noSuchAccount(name);
        }
        sequence.ask(chat -> chat.revokeTokens(account)).join();
        return new Changed(name);
    }
}
