package dev.parley.moderation;

import dev.parley.chat.Nick;
import dev.parley.database.ImpatientConnections;
import dev.parley.session.Network;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Bans in the database. Safe for any thread. */
final class BanStore {
    private static final String SAVE = """
            INSERT INTO ban (target, shown, number, reason, created_at, expires_at)
            VALUES (:target, :shown, :number, :reason, :createdAt, :expiresAt)
            ON CONFLICT (target) DO UPDATE SET
                shown = excluded.shown, number = excluded.number, reason = excluded.reason,
                created_at = excluded.created_at, expires_at = excluded.expires_at""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    /** What of a target is to be stored: the ban of it, or that there is none. */
    record Change(Ban.Target target, Optional<Ban> ban) {}

    BanStore(DataSource dataSource) {
        var impatient = new ImpatientConnections(dataSource);
        jdbc = JdbcClient.create(impatient);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    /** Those that are over too. */
    List<Ban> all() {
        return jdbc.sql("SELECT * FROM ban").query((row, number) -> ban(row)).list();
    }

    /** All of them, or none. */
    void write(List<Change> changes) {
        transactions.executeWithoutResult(status ->
                changes.forEach(change -> change.ban().ifPresentOrElse(this::save, () -> remove(change.target()))));
    }

    private void save(Ban ban) {
        jdbc.sql(SAVE)
                .param("target", key(ban.target()))
                .param("shown", text(ban.target()))
                .param("number", ban.number())
                .param("reason", ban.reason())
                .param("createdAt", ban.createdAt().toEpochMilli())
                .param("expiresAt", millis(ban.expiresAt()))
                .update();
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private void remove(Ban.Target target) {
        jdbc.sql("DELETE FROM ban WHERE target = ?").param(key(target)).update();
    }

    private static Ban ban(ResultSet row) throws SQLException {
        long expiresAt = row.getLong("expires_at");
        Instant expires = row.wasNull() ? null : Instant.ofEpochMilli(expiresAt);
        return new Ban(
                row.getLong("number"),
                target(row.getString("shown")),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                expires);
    }

    /** No name has a slash, and every network has one. */
    private static Ban.Target target(String text) {
        return text.contains("/")
                ? new Ban.Target.From(Network.of(text).orElseThrow())
                : new Ban.Target.Name(new Nick(text));
    }

    private static String key(Ban.Target target) {
        return text(target).toLowerCase(Locale.ROOT);
    }

    private static String text(Ban.Target target) {
        return switch (target) {
            case Ban.Target.Name name -> name.nick().value();
            case Ban.Target.From from -> from.network().toString();
        };
    }
}
