package dev.parley.account;

import dev.parley.chat.port.NickPolicy;
import dev.parley.database.StoredState;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.Mailboxes;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Registered accounts. Safe for any thread. */
public final class Accounts implements AccountAuthenticator, NickPolicy, StoredState {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final AccountStore store;
    private final PasswordHasher passwords;
    private final FailedLoginLimiter failedLogins;
    private final RegistrationLimiter registrations;
    private final AccountProperties properties;
    private final AccountNetwork network;
    private final Mailboxes mailboxes;
    private final InstantSource clock;

    /**
     * All names, spelled as they were registered. They are kept in memory, because the chat thread reads them and must
     * not wait for the database.
     */
    private final Map<Nick, Nick> registered = new ConcurrentHashMap<>();

    private AccountChanges changes = this::make;

    Accounts(
            AccountStore store,
            PasswordHasher passwords,
            AccountProperties properties,
            AccountNetwork network,
            Mailboxes mailboxes,
            MonotonicClock time,
            InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.failedLogins = new FailedLoginLimiter(time);
        this.registrations = new RegistrationLimiter(time, network.exempt());
        this.properties = properties;
        this.network = network;
        this.mailboxes = mailboxes;
        this.clock = clock;
    }

    /** Has another process make all changes that are asked for here. */
    void sendChanges(AccountChanges to) {
        changes = to;
    }

    /** Makes a change in the database. */
    public boolean make(AccountChange change) {
        Nick name = change.account();
        return switch (change) {
            case AccountChange.Add added -> {
                boolean isFree = store.add(name, added.password(), clock.instant());
                if (isFree) {
                    registered.put(name, name);
                }
                yield isFree;
            }
            case AccountChange.SetPassword set -> store.change(name, set.password());
            case AccountChange.SetRole set -> store.setRole(name, set.role());
            case AccountChange.Remove removed -> {
                boolean wasThere = store.remove(name, clock.instant());
                registered.remove(name);
                yield wasThere;
            }
        };
    }

    @Override
    public void load() {
        store.names().forEach(name -> registered.put(name, name));
    }

    @Override
    public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
        return registered.containsKey(nick) && !nick.equals(account)
                ? Optional.of(new Reply.Rejected(
                        StatusCode.NICK_RESERVED,
                        nick + " is registered; if it is yours, /login " + nick + " PASSWORD"))
                : Optional.empty();
    }

    @Override
    public boolean hasAccounts() {
        return true;
    }

    @Override
    public Registration registration() {
        return properties.registration();
    }

    @Override
    public Optional<Nick> registered(Nick name) {
        return Optional.ofNullable(registered.get(name));
    }

    @Override
    public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
        if (encrypted || properties.allowPlaintext() || address.isLoopbackAddress()) {
            return Optional.empty();
        }
        String where = network.tlsPort().isPresent()
                ? "connect with TLS to port " + network.tlsPort().getAsInt()
                : "this server has no TLS port";
        return Optional.of(
                new Reply.Rejected(StatusCode.NOT_ALLOWED, "passwords are accepted only over TLS; " + where));
    }

    @Override
    public Command register(Nick name, Secret password, InetAddress from) {
        Optional<String> objection = PasswordPolicy.objection(password, name);
        if (objection.isPresent()) {
            return refused(StatusCode.BAD_ARGUMENT, objection.get());
        }
        if (registered.containsKey(name)) {
            return taken(name);
        }
        Duration wait = registrations.acquire(from);
        if (wait.isPositive()) {
            return refused(StatusCode.RATE_LIMITED, "too many registrations; try again in " + minutes(wait) + " min");
        }
        Command result = answered(
                () -> add(name, password) ? new Command.LoggedIn(name, UnreadMessages.NOTHING, true) : taken(name));
        if (!(result instanceof Command.LoggedIn)) {
            registrations.release(from);
        }
        return result;
    }

    private static Command taken(Nick name) {
        return refused(StatusCode.NICK_RESERVED, name + " is already registered");
    }

    private static long minutes(Duration wait) {
        return wait.plusMinutes(1).minusNanos(1).toMinutes();
    }

    @Override
    public Command logIn(Nick name, Secret password, InetAddress from) {
        return proved(name, password, from, () -> new Command.LoggedIn(name, mailboxes.waiting(name)));
    }

    @Override
    public Command changePassword(Nick account, Secret old, Secret wanted, InetAddress from) {
        Optional<String> objection = PasswordPolicy.objection(wanted, account);
        if (objection.isPresent()) {
            return refused(StatusCode.BAD_ARGUMENT, objection.get());
        }
        return proved(account, old, from, () -> {
            reset(account, wanted);
            return new Command.PasswordChanged(account);
        });
    }

    @Override
    public Command drop(Nick account, Secret password, InetAddress from) {
        return proved(account, password, from, () -> {
            remove(account);
            return new Command.Dropped(account);
        });
    }

    /** Registers a name for someone else; returns false if the name is registered already. */
    public boolean add(Nick name, Secret password) {
        return changes.make(new AccountChange.Add(name, passwords.encode(password)));
    }

    /** Removes an account; returns false if it does not exist. */
    public boolean remove(Nick account) {
        return changes.make(new AccountChange.Remove(account));
    }

    /**
     * Returns up to {@code limit} accounts sorted by name, starting after this name.
     *
     * @param part text that a name must contain, in upper or lower case; every name contains an empty one
     */
    public List<Account> after(String name, String part, int limit) {
        return store.after(name, part, limit);
    }

    public Optional<Account> find(Nick name) {
        return store.find(name);
    }

    /** Sets a new password for an owner who forgot the old one; returns false if the account does not exist. */
    public boolean reset(Nick account, Secret password) {
        return changes.make(new AccountChange.SetPassword(account, passwords.encode(password)));
    }

    /**
     * Changes the operator role of an account's owner; null removes the role. Returns false if the account does not
     * exist.
     */
    public boolean setRole(Nick account, @Nullable String role) {
        return changes.make(new AccountChange.SetRole(account, role));
    }

    private Command proved(Nick name, Secret password, InetAddress from, Supplier<Command> then) {
        if (failedLogins.areTooMany(from, name)) {
            return refused(StatusCode.RATE_LIMITED, "too many wrong passwords; try again later");
        }
        return answered(() -> {
            if (!passwords.matches(password, store.password(name))) {
                failedLogins.failed(from, name);
                return refused(StatusCode.AUTH_FAILED, "wrong name or password");
            }
            return then.get();
        });
    }

    private static Command answered(Supplier<Command> attempt) {
        try {
            return attempt.get();
        } catch (RejectedExecutionException e) {
            return refused(StatusCode.BUSY, "too many logins at once; try again in a few seconds");
        } catch (NestedRuntimeException e) {
            log.warn("Could not read or change accounts: {}", e.toString());
            return refused(StatusCode.UNAVAILABLE, "accounts are unavailable now; try again later");
        }
    }

    private static Command refused(StatusCode code, String text) {
        return new Command.BlockingResult(new Reply.Rejected(code, text));
    }
}
