package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.FaultyDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.operator.Role;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.time.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of tokens over a restart, at their end, and when the database does not take them. */
class ApiTokensTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private HikariDataSource dataSource;
    private ApiTokens tokens;

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void open(TestDatabase database) {
        dataSource = database.open(folder);
        start();
    }

    private void start() {
        tokens = new ApiTokens(new ApiTokenStore(new ReadRefusingDataSource(dataSource), dataSource), clock);
        tokens.load();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"SQLITE_IN_MEMORY", "POSTGRESQL"})
    void tokensAreKeptAndRevokedTokensStayRevokedOverARestart(TestDatabase database) {
        open(database);
        var stays = tokens.make("stays", Role.MODERATOR, "token", now -> FakeClock.START.plus(HOUR));
        var goes = tokens.make("goes", Role.ADMIN, "token", now -> null);
        tokens.use(stays.secret());
        tokens.tidy();
        tokens.revoke(goes.token().id());
        assertThat(tokens.storeRemovals()).isTrue();

        start();

        assertThat(tokens.after(null)).containsExactly(stays.token().usedAt(FakeClock.START));
        assertThat(tokens.use(stays.secret())).isPresent();
        assertThat(tokens.use(goes.secret())).isEmpty();
    }

    /** On a server each statement is a round trip, during which the chat cannot store anything. */
    @Test
    void timesOfUseAndRemovalsOfManyTokensTakeOneStatementEach() {
        dataSource = TestDatabase.POSTGRESQL.open(folder);
        var database = new FaultyDataSource(dataSource);
        tokens = new ApiTokens(new ApiTokenStore(database, dataSource), clock);
        for (String name : List.of("a", "b", "c", "d")) {
            tokens.use(tokens.make(name, Role.VIEWER, "token", now -> null).secret());
        }
        tokens.after(null).stream().limit(2).map(ApiToken::id).forEach(tokens::revoke);
        database.statements = 0;
        tokens.tidy();
        assertThat(database.statements).isEqualTo(2);
        start();
        assertThat(tokens.after(null))
                .extracting(ApiToken::name, ApiToken::lastUsedAt)
                .containsExactly(tuple("c", FakeClock.START), tuple("d", FakeClock.START));
    }

    @Test
    void databaseDoesNotContainTheTokenSecret() {
        open(TestDatabase.SQLITE_IN_MEMORY);
        String secret = tokens.make("robot", Role.ADMIN, "token", now -> null).secret();

        List<?> row = List.copyOf(jdbc().sql("SELECT * FROM api_token").query().singleRow().values().stream()
                .map(String::valueOf)
                .toList());

        assertThat(row.toString()).contains("robot").doesNotContain(secret, secret.substring(7));
    }

    @Test
    void expiredTokenIsRefusedAndItsNameFreed() {
        open(TestDatabase.SQLITE_IN_MEMORY);
        var first = tokens.make("robot", Role.VIEWER, "token", now -> FakeClock.START.plus(HOUR));
        clock.advance(HOUR.minusMillis(1));
        assertThat(tokens.use(first.secret())).isPresent();
        assertRefused("robot", "token-exists");
        assertRefused("Robot", "token-exists");

        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.use(first.secret())).isEmpty();
        var second = tokens.make("robot", Role.VIEWER, "token", now -> null);

        assertThat(tokens.after(null)).containsExactly(second.token());
        tokens.tidy();
        start();
        assertThat(tokens.after(null)).containsExactly(second.token());
    }

    @Test
    void tokensAreAcceptedAndRevocableWithoutTheDatabase() {
        open(TestDatabase.SQLITE_IN_MEMORY);
        var kept = tokens.make("kept", Role.VIEWER, "token", now -> null);
        var lost = tokens.make("lost", Role.VIEWER, "token", now -> null);
        jdbc().sql("ALTER TABLE api_token RENAME TO broken").update();

        assertRefused("new", "unavailable");
        assertThat(tokens.use(kept.secret())).isPresent();
        assertThat(tokens.revoke(lost.token().id())).isPresent();
        assertThat(tokens.storeRemovals()).isFalse();
        assertThat(tokens.use(lost.secret())).isEmpty();
        tokens.tidy();

        jdbc().sql("ALTER TABLE broken RENAME TO api_token").update();
        tokens.tidy();
        start();
        assertThat(tokens.after(null)).containsExactly(kept.token().usedAt(FakeClock.START));
    }

    @Test
    void tokenAboveTheLimitIsRefusedUnlessAnotherExpired() {
        open(TestDatabase.SQLITE_IN_MEMORY);
        for (int i = 1; i < ApiTokens.MAX_TOKENS; i++) {
            tokens.make("robot-" + i, Role.VIEWER, "token", now -> null);
        }
        Instant soon = FakeClock.START.plusSeconds(1);
        tokens.make("short", Role.VIEWER, "token", now -> soon);
        assertRefused("one-more", "too-many-tokens");

        clock.advance(Duration.ofSeconds(1));
        tokens.make("one-more", Role.VIEWER, "token", now -> null);
        assertThat(tokens.after(null)).hasSize(ApiTokens.MAX_TOKENS);
        assertRefused("two-more", "too-many-tokens");
    }

    private void assertRefused(String name, String code) {
        assertThatThrownBy(() -> tokens.make(name, Role.VIEWER, "token", now -> null))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }
}
