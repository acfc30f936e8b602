package dev.parley.moderation;

import dev.parley.database.NetworkTimeoutDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Bans or mutes in the database; each kind has its own table. Safe for any thread. */
final class RestrictionStore {
    /** Name of the column with the key. */
    private static final String TARGET = "target";

    /** Name of the column that only the table of mutes has. */
    private static final String SHADOW = "shadow";

    private final NamedParameterJdbcTemplate batches;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;
    private final String table;
    private final boolean hasShadows;

    /** Change to store: the new restriction of a target, or empty if it was removed. */
    record Change(Target target, Optional<Restriction> restriction) {}

    private RestrictionStore(DataSource writer, DataSource reader, String table, boolean hasShadows) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        this.batches = new NamedParameterJdbcTemplate(impatient);
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

    /** Writes either all changes or none, in two batches. Each change must have another target. */
    void write(List<Change> changes) {
        SqlParameterSource[] removed = changes.stream()
                .filter(change -> change.restriction().isEmpty())
                .map(change -> new MapSqlParameterSource(TARGET, change.target().key()))
                .toArray(SqlParameterSource[]::new);
        List<Restriction> saved = changes.stream()
                .flatMap(change -> change.restriction().stream())
                .toList();
        transactions.executeWithoutResult(status -> {
            batches.batchUpdate("DELETE FROM " + table + " WHERE target = :target", removed);
            save(saved);
        });
    }

    private void save(List<Restriction> saved) {
        if (!saved.isEmpty()) {
            MapSqlParameterSource[] rows = saved.stream().map(this::columns).toArray(MapSqlParameterSource[]::new);
            List<String> names = List.of(rows[0].getParameterNames());
            String values = names.stream().map(name -> ":" + name).collect(Collectors.joining(", "));
            String changed =
                    names.stream().map(name -> name + " = excluded." + name).collect(Collectors.joining(", "));
            batches.batchUpdate(
                    "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + values
                            + ") ON CONFLICT (target) DO UPDATE SET " + changed,
                    rows);
        }
    }

    private MapSqlParameterSource columns(Restriction restriction) {
        var columns = new MapSqlParameterSource(TARGET, restriction.target().key())
                .addValue("display_target", restriction.target().text())
                .addValue("number", restriction.number())
                .addValue("reason", restriction.reason())
                .addValue("created_at", restriction.createdAt().toEpochMilli())
                .addValue("expires_at", millis(restriction.expiresAt()))
                .addValue("created_by", restriction.createdBy());
        return hasShadows ? columns.addValue(SHADOW, restriction.isShadow()) : columns;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
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
