package dev.parley.session;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.session.port.AccountAuthenticator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Login and registration of one client. Used only by the client's reader thread. */
final class LoginFlow {
    /** Wrong passwords after which this connection may not try again. */
    private static final int TRIES = 3;

    private static final Command TOO_MANY_TRIES =
            refused(StatusCode.RATE_LIMITED, TRIES + " failed logins; reconnect and try again later");

    private final ChatInput chatInput;
    private final AccountAuthenticator authenticator;
    private final Connection connection;
    private final Member member;
    private @Nullable Nick asked;
    private int failures;

    LoginFlow(ChatInput chatInput, AccountAuthenticator authenticator, Connection connection, Member member) {
        this.chatInput = chatInput;
        this.authenticator = authenticator;
        this.connection = connection;
        this.member = member;
    }

    /** Whether the next line is taken for a password. */
    boolean isAsking() {
        return asked != null;
    }

    /** Logs in with this line as the password, because the client sent a name without one. */
    Command password(String line) {
        Nick name = asked;
        asked = null;
        String password = TextSanitizer.clean(line).strip();
        if (name == null || password.isEmpty()) {
            return refused(StatusCode.AUTH_FAILED, "that line was empty; send /login NAME again");
        }
        return tried(authenticator.logIn(name, new Secret(password), connection.address()));
    }

    Command logIn(Command.LogIn login) {
        return named(
                login.name(),
                name -> login.password()
                        .map(password -> tried(authenticator.logIn(name, password, connection.address())))
                        .orElseGet(() -> ask(name)));
    }

    private Command ask(Nick name) {
        asked = name;
        return new Command.BlockingResult(new Reply.Notice(
                "Password for " + name + " (your next line is hidden from others, but your terminal may show it):"));
    }

    /** Registers a name, if registration is open and the client has this nick or could take it. */
    Command register(Command.Register register) {
        return authenticator
                .registration()
                .refusal()
                .<Command>map(Command.BlockingResult::new)
                .orElseGet(() -> named(register.name(), name -> {
                    return chatInput
                            .ask(new ChatQuery.RefusalToRegister(member, name))
                            .join()
                            .<Command>map(Command.BlockingResult::new)
                            .orElseGet(() -> authenticator.register(name, register.password(), connection.address()));
                }));
    }

    Command changePassword(Command.ChangePassword change) {
        return owned(
                account -> authenticator.changePassword(account, change.old(), change.wanted(), connection.address()));
    }

    Command drop(Command.Drop drop) {
        return owned(account -> authenticator.drop(account, drop.password(), connection.address()));
    }

    private Command named(String text, Function<Nick, Command> then) {
        return allowed(() -> Nick.of(text)
                .map(name ->
                        name.reserved() ? refused(StatusCode.NICK_RESERVED, name + " is reserved") : then.apply(name))
                .orElseGet(() -> refused(StatusCode.NICK_INVALID, Nick.invalid(text))));
    }

    private Command owned(Function<Nick, Command> then) {
        return allowed(() -> state().map(MemberSnapshot::account)
                .map(account -> refusalToStore().orElseGet(() -> tried(then.apply(account))))
                .orElse(refused(StatusCode.BAD_ARGUMENT, "you are not logged in")));
    }

    private Optional<Command> refusalToStore() {
        return chatInput.ask(new ChatQuery.RefusalToStore()).join().map(Command.BlockingResult::new);
    }

    private Command allowed(Supplier<Command> then) {
        if (failures >= TRIES) {
            return TOO_MANY_TRIES;
        }
        return refusal().<Command>map(Command.BlockingResult::new).orElseGet(then);
    }

    /** Returns why nobody can log in over this connection; empty if a login is possible. */
    Optional<Reply.Rejected> refusal() {
        return authenticator.refusal(connection.address(), connection.tls() != null);
    }

    private Command tried(Command result) {
        if (result instanceof Command.BlockingResult blocking
                && blocking.answer() instanceof Reply.Rejected refused
                && refused.code() == StatusCode.AUTH_FAILED) {
            failures++;
        }
        return result;
    }

    private Optional<MemberSnapshot> state() {
        return chatInput.ask(new ChatQuery.ShowMember(member)).join();
    }

    private static Command refused(StatusCode code, String text) {
        return new Command.BlockingResult(new Reply.Rejected(code, text));
    }
}
