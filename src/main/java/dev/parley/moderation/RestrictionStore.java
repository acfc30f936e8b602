package dev.parley.moderation;

import dev.parley.database.NetworkTimeoutDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Bans or mutes in the database; each kind has its own table. Safe for any thread. */
final class RestrictionStore {
    /** Name of the column that only the table of mutes has. */
    private static final String SHADOW = "shadow";

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;
    private final String table;
    private final boolean hasShadows;

    /** Change to store: the new restriction of a target, or empty if it was removed. */
    record Change(Target target, Optional<Restriction> restriction) {}

    private RestrictionStore(DataSource writer, DataSource reader, String table, boolean hasShadows) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        this.jdbc = JdbcClient.create(impatient);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
        this.table = table;
        this.hasShadows = hasShadows;
    }

    static RestrictionStore ofBans(DataSource writer, DataSource reader) {
        return new RestrictionStore(writer, reader, "ban", false);
    }

    static RestrictionStore ofMutes(DataSource writer, DataSource reader) {
        return new RestrictionStore(writer, reader, "mute", true);
    }

    /** Returns all restrictions, including expired ones. */
    List<Restriction> all() {
        return reader.sql("SELECT * FROM " + table)
                .query((row, number) -> restriction(row))
                .list();
    }

    /** Writes either all changes or none. */
    void write(List<Change> changes) {
        transactions.executeWithoutResult(status -> changes.forEach(
                change -> change.restriction().ifPresentOrElse(this::save, () -> remove(change.target()))));
    }

    private void save(Restriction restriction) {
        Map<String, @Nullable Object> columns = columns(restriction);
        String names = String.join(", ", columns.keySet());
        String values = columns.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", "));
        String changed = columns.keySet().stream()
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
        jdbc.sql("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ") ON CONFLICT (target) DO UPDATE SET "
                        + changed)
                .params(columns)
                .update();
    }

    private Map<String, @Nullable Object> columns(Restriction restriction) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("target", restriction.target().key());
        columns.put("display_target", restriction.target().text());
        columns.put("number", restriction.number());
        columns.put("reason", restriction.reason());
        columns.put("created_at", restriction.createdAt().toEpochMilli());
        columns.put("expires_at", millis(restriction.expiresAt()));
        columns.put("created_by", restriction.createdBy());
        if (hasShadows) {
            columns.put(SHADOW, restriction.isShadow());
        }
        return columns;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private void remove(Target target) {
        jdbc.sql("DELETE FROM " + table + " WHERE target = ?")
                .param(target.key())
                .update();
    }

    private Restriction restriction(ResultSet row) throws SQLException {
        long expiresAt = row.getLong("expires_at");
        Instant expires = row.wasNull() ? null : Instant.ofEpochMilli(expiresAt);
        return new Restriction(
                row.getLong("number"),
                Target.of(row.getString("display_target")),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                expires,
                hasShadows && row.getBoolean(SHADOW),
                row.getString("created_by"));
    }
}
