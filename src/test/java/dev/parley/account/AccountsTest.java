package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    private static final Nick BOB = new Nick("Bob");
    private static final Secret HORSE = new Secret("correct-horse-9");
    private static final Secret BATTERY = new Secret("other-battery-8");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

    private static final UnreadMessages MAIL = new UnreadMessages(
            List.of(new ChatEvent.DirectMessage(
                    new Stamp(1, Instant.EPOCH, 0), new Nick("ann"), BOB, "psst", BOB, true)),
            0);

    private final PasswordHasher passwords = new PasswordHasher();
    private HikariDataSource database;
    private Accounts accounts;

    @BeforeEach
    void open(@TempDir Path directory) {
        database = TestDatabase.SQLITE_FILE.open(directory);
        accounts = accounts(false, OptionalInt.empty());
    }

    @AfterEach
    void close() {
        passwords.close();
        database.close();
    }

    private Accounts accounts(boolean allowPlaintext, OptionalInt tlsPort) {
        var stored = new Accounts(
                new AccountStore(new ReadRefusingDataSource(database), database),
                passwords,
                new AccountProperties(allowPlaintext, Registration.OPEN),
                new AccountNetwork(tlsPort, InetAddress::isLoopbackAddress),
                account -> MAIL,
                new FakeClock(),
                InstantSource.system());
        stored.load();
        return stored;
    }

    @Test
    void registeredNickIsReservedForItsOwner() {
        assertThat(accounts.refusal(BOB, null)).isEmpty();
        assertThat(accounts.register(BOB, HORSE, HERE))
                .isEqualTo(new Command.LoggedIn(BOB, UnreadMessages.NOTHING, true));
        assertThat(accounts.refusal(new Nick("BOB"), null))
                .map(Reply.Rejected::code)
                .contains(StatusCode.NICK_RESERVED);
        assertThat(accounts.refusal(BOB, new Nick("carl"))).isPresent();
        assertThat(accounts.refusal(BOB, new Nick("bob"))).isEmpty();
        assertThat(code(accounts.register(new Nick("bob"), BATTERY, HERE))).isEqualTo(StatusCode.NICK_RESERVED);
    }

    @Test
    void loginSucceedsOnlyWithTheRightPassword() {
        accounts.register(BOB, HORSE, HERE);
        assertThat(accounts.logIn(new Nick("bob"), HORSE, HERE)).isEqualTo(new Command.LoggedIn(BOB, MAIL));
        assertThat(accounts.logIn(BOB, BATTERY, HERE)).isEqualTo(accounts.logIn(new Nick("nobody"), HORSE, HERE));
        assertThat(code(accounts.logIn(BOB, BATTERY, HERE))).isEqualTo(StatusCode.AUTH_FAILED);
    }

    @Test
    void accountsAreKeptOverARestart() {
        accounts.register(BOB, HORSE, HERE);
        var restarted = accounts(false, OptionalInt.empty());
        assertThat(restarted.refusal(BOB, null)).isPresent();
        assertThat(restarted.logIn(BOB, HORSE, HERE)).isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void passwordChangeRequiresTheOldPassword() {
        accounts.register(BOB, HORSE, HERE);
        assertThat(code(accounts.changePassword(BOB, BATTERY, BATTERY, HERE))).isEqualTo(StatusCode.AUTH_FAILED);
        assertThat(code(accounts.changePassword(BOB, HORSE, new Secret("short"), HERE)))
                .isEqualTo(StatusCode.BAD_ARGUMENT);
        assertThat(accounts.changePassword(BOB, HORSE, BATTERY, HERE)).isEqualTo(new Command.PasswordChanged(BOB));
        assertThat(code(accounts.logIn(BOB, HORSE, HERE))).isEqualTo(StatusCode.AUTH_FAILED);
        assertThat(accounts.logIn(BOB, BATTERY, HERE)).isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void composedAndDecomposedPasswordsAreEqualInEveryCommand() {
        var composed = new Secret("caf\u00e9-9-noir");
        var decomposed = new Secret("cafe\u0301-9-noir");
        accounts.register(BOB, decomposed, HERE);
        assertThat(accounts.logIn(BOB, composed, HERE)).isInstanceOf(Command.LoggedIn.class);
        assertThat(accounts.changePassword(BOB, composed, HORSE, HERE)).isEqualTo(new Command.PasswordChanged(BOB));
        assertThat(accounts.changePassword(BOB, HORSE, composed, HERE)).isEqualTo(new Command.PasswordChanged(BOB));
        assertThat(accounts.logIn(BOB, decomposed, HERE)).isInstanceOf(Command.LoggedIn.class);
        accounts.reset(BOB, decomposed);
        assertThat(accounts.drop(BOB, composed, HERE)).isEqualTo(new Command.Dropped(BOB));
        accounts.add(BOB, composed);
        assertThat(accounts.drop(BOB, decomposed, HERE)).isEqualTo(new Command.Dropped(BOB));
    }

    @Test
    void operatorCanResetAPassword() {
        assertThat(accounts.reset(BOB, BATTERY)).isFalse();
        accounts.register(BOB, HORSE, HERE);
        assertThat(accounts.reset(BOB, BATTERY)).isTrue();
        assertThat(accounts.logIn(BOB, BATTERY, HERE)).isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void droppedAccountFreesItsNick() {
        accounts.register(BOB, HORSE, HERE);
        assertThat(code(accounts.drop(BOB, BATTERY, HERE))).isEqualTo(StatusCode.AUTH_FAILED);
        assertThat(accounts.drop(BOB, HORSE, HERE)).isEqualTo(new Command.Dropped(BOB));
        assertThat(accounts.refusal(BOB, null)).isEmpty();
        assertThat(accounts.register(BOB, BATTERY, HERE)).isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void rightPasswordIsRateLimitedAfterFiveWrongOnes() {
        accounts.register(BOB, HORSE, HERE);
        for (int i = 0; i < 5; i++) {
            assertThat(code(accounts.logIn(BOB, BATTERY, HERE))).isEqualTo(StatusCode.AUTH_FAILED);
        }
        assertThat(code(accounts.logIn(BOB, HORSE, HERE))).isEqualTo(StatusCode.RATE_LIMITED);
        assertThat(accounts.logIn(BOB, HORSE, InetAddress.ofLiteral("192.0.2.2")))
                .isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void loginIsUnavailableAndNicksStayReservedWithoutTheDatabase() {
        accounts.register(BOB, HORSE, HERE);
        database.close();
        assertThat(code(accounts.logIn(BOB, HORSE, HERE))).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(code(accounts.register(new Nick("carl"), HORSE, HERE))).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(accounts.refusal(BOB, null)).isPresent();
        assertThat(accounts.refusal(new Nick("carl"), null)).isEmpty();
    }

    @Test
    void fourthRegistrationWithin20MinutesIsRateLimited() {
        register(3);
        assertThat(accounts.register(new Nick("dora"), HORSE, HERE))
                .isInstanceOfSatisfying(
                        Command.BlockingResult.class,
                        result -> assertThat(result.answer()).isInstanceOfSatisfying(Reply.Rejected.class, rejected -> {
                            assertThat(rejected.code()).isEqualTo(StatusCode.RATE_LIMITED);
                            assertThat(rejected.text()).endsWith(" 20 min");
                        }));
        assertThat(accounts.refusal(new Nick("dora"), null)).isEmpty();
    }

    @Test
    void refusedRegistrationsDoNotCountAgainstTheLimit() {
        register(2);
        for (int i = 0; i < 4; i++) {
            assertThat(code(accounts.register(new Nick("name0"), HORSE, HERE))).isEqualTo(StatusCode.NICK_RESERVED);
            assertThat(code(accounts.register(BOB, new Secret("short"), HERE))).isEqualTo(StatusCode.BAD_ARGUMENT);
        }
        assertThat(accounts.register(BOB, HORSE, HERE)).isInstanceOf(Command.LoggedIn.class);
    }

    @Test
    void registrationsThatCannotBeStoredDoNotCountAgainstTheLimit() {
        database.close();
        for (int i = 0; i < 4; i++) {
            assertThat(code(accounts.register(BOB, HORSE, HERE))).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }

    private void register(int names) {
        for (int i = 0; i < names; i++) {
            assertThat(accounts.register(new Nick("name" + i), HORSE, HERE)).isInstanceOf(Command.LoggedIn.class);
        }
    }

    @Test
    void passwordsAreRefusedOverUnencryptedRemoteConnections() {
        assertThat(accounts.refusal(HERE, true)).isEmpty();
        assertThat(accounts.refusal(InetAddress.ofLiteral("127.0.0.9"), false)).isEmpty();
        assertThat(accounts.refusal(HERE, false)).map(Reply.Rejected::code).contains(StatusCode.NOT_ALLOWED);
        assertThat(accounts(false, OptionalInt.of(12_346)).refusal(HERE, false))
                .map(Reply.Rejected::text)
                .get()
                .asString()
                .endsWith("connect with TLS to port 12346");
        assertThat(accounts(true, OptionalInt.empty()).refusal(HERE, false)).isEmpty();
    }

    private static StatusCode code(Command result) {
        return ((Reply.Rejected) ((Command.BlockingResult) result).answer()).code();
    }
}
