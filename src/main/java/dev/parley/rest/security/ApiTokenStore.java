package dev.parley.rest.security;

import dev.parley.database.NetworkTimeoutDataSource;
import dev.parley.operator.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tokens that operators created, in the database. Safe for any thread. */
final class ApiTokenStore {
    private static final String INSERT = """
            INSERT INTO api_token (number, name, hash, role, created_at, created_by, expires_at)
            VALUES (:number, :name, :hash, :role, :createdAt, :createdBy, :expiresAt)""";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    ApiTokenStore(DataSource writer, DataSource reader) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        batches = new JdbcTemplate(impatient);
        jdbc = JdbcClient.create(batches);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    List<ApiToken> all() {
        return reader.sql("SELECT * FROM api_token")
                .query((row, number) -> token(row))
                .list();
    }

    /**
     * Stores a token, and deletes any other token with its name. Such a token has expired, or was stored although its
     * creation was reported as failed.
     */
    void add(ApiToken token) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM api_token WHERE name = ?").param(token.name()).update();
            jdbc.sql(INSERT)
                    .param("number", token.number())
                    .param("name", token.name())
                    .param("hash", token.hash())
                    .param("role", token.role().label())
                    .param("createdAt", token.createdAt().toEpochMilli())
                    .param("createdBy", token.createdBy())
                    .param("expiresAt", millis(token.expiresAt()))
                    .update();
        });
    }

    void remove(Collection<Long> numbers) {
        update("DELETE FROM api_token WHERE number = ?", numbers.stream().map(number -> new Object[] {number}));
    }

    void used(Collection<ApiToken> tokens) {
        update(
                "UPDATE api_token SET last_used_at = ? WHERE number = ?",
                tokens.stream().map(token -> new @Nullable Object[] {millis(token.lastUsedAt()), token.number()}));
    }

    private void update(String sql, Stream<@Nullable Object[]> rows) {
        transactions.executeWithoutResult(status -> batches.batchUpdate(sql, rows.toList()));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("number"),
                row.getString("name"),
                row.getString("hash"),
                Role.of(row.getString("role")).orElseThrow(),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
