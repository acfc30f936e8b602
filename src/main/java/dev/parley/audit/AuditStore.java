package dev.parley.audit;

import dev.parley.database.NetworkTimeoutDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Audit records in the database. Records are added, but never changed or deleted. Safe for any thread. */
final class AuditStore {
    private static final String ADD = """
            INSERT INTO audit (id, at, actor, address, action, target, reason, result, begun, state_before, state_after, hash)
            VALUES (:id, :at, :actor, :address, :action, :target, :reason, :result, :begun, :before, :after, :hash)""";

    static final String HEAD_MISSING =
            "the table audit_head does not have its one row, the id and the hash of the last record";

    private static final Pattern ID = Pattern.compile("[0-9a-z]+");

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    /** @param reader connections for reads, which may take long */
    AuditStore(DataSource writer, DataSource reader) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        jdbc = JdbcClient.create(impatient);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    void add(AuditRecord added) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql(ADD)
                    .param("id", added.id())
                    .param("at", added.at().toEpochMilli())
                    .param("actor", added.request().actor())
                    .param("address", added.request().address())
                    .param("action", added.request().action())
                    .param("target", added.request().target())
                    .param("reason", added.request().reason())
                    .param("result", added.result())
                    .param("begun", added.begun())
                    .param("before", added.before())
                    .param("after", added.after())
                    .param("hash", added.hash())
                    .update();
            int heads = jdbc.sql("UPDATE audit_head SET id = ?, hash = ?")
                    .param(added.id())
                    .param(added.hash())
                    .update();
            if (heads != 1) {
                throw new DataIntegrityViolationException(HEAD_MISSING);
            }
        });
    }

    /** Returns the last record as it was written; empty if somebody has deleted or duplicated the row that says it. */
    Optional<AuditRecord.Head> head() {
        return head(reader);
    }

    /**
     * Returns the same for the next record to follow. It is read where records are written, after which no earlier write
     * can be stored any more.
     */
    Optional<AuditRecord.Head> headToFollow() {
        return Objects.requireNonNull(transactions.execute(status -> head(jdbc)));
    }

    private static Optional<AuditRecord.Head> head(JdbcClient client) {
        List<AuditRecord.Head> heads = client.sql("SELECT id, hash FROM audit_head")
                .query((row, number) -> new AuditRecord.Head(row.getLong("id"), row.getString("hash")))
                .list();
        return heads.size() == 1 ? Optional.of(heads.getFirst()) : Optional.empty();
    }

    Optional<AuditRecord> find(long id) {
        return reader.sql("SELECT * FROM audit WHERE id = ?")
                .param(id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Returns the result record that belongs to a request record. */
    Optional<AuditRecord> resultOf(long begun) {
        return reader.sql("SELECT * FROM audit WHERE begun = ?")
                .param(begun)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Returns the last record of an action after which the ban or mute with this id was in force. */
    Optional<AuditRecord> lastRestriction(String id) {
        return reader.sql("""
                SELECT * FROM audit WHERE action IN ('ban', 'mute', 'undo') AND state_after LIKE ?
                ORDER BY id DESC LIMIT 1""")
                .param(stateOf(id))
                .query((row, number) -> read(row))
                .optional();
    }

    /** Returns the last record above an id of an action that changed the ban or mute with this id. */
    Optional<AuditRecord> lastChange(String id, long above) {
        return reader.sql("""
                SELECT * FROM audit WHERE id > :above AND action IN ('ban', 'mute', 'unban', 'unmute', 'undo')
                AND (state_before LIKE :state OR state_after LIKE :state)
                ORDER BY id DESC LIMIT 1""")
                .param("above", above)
                .param("state", stateOf(id))
                .query((row, number) -> read(row))
                .optional();
    }

    /** Returns a pattern for states with this id. No other text in a state matches, as its quotes are escaped. */
    private static String stateOf(String id) {
        return ID.matcher(id).matches() ? "%\"id\":\"" + id + "\"%" : "";
    }

    /** Returns matching records that are older than the one with this id, newest first. */
    List<AuditRecord> before(long id, AuditFilter filter, int most) {
        return reader.sql("SELECT * FROM audit WHERE id < :before" + filter.conditions()
                        + " ORDER BY id DESC LIMIT :most")
                .params(filter.parameters())
                .param("before", id)
                .param("most", most)
                .query((row, number) -> read(row))
                .list();
    }

    List<AuditRecord> after(long id, int most) {
        return reader.sql("SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?")
                .param(id)
                .param(most)
                .query((row, number) -> read(row))
                .list();
    }

    private static AuditRecord read(ResultSet row) throws SQLException {
        long begun = row.getLong("begun");
        Long request = row.wasNull() ? null : begun;
        return new AuditRecord(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                new AuditRecord.AuditedRequest(
                        row.getString("actor"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("reason")),
                row.getString("result"),
                request,
                row.getString("state_before"),
                row.getString("state_after"),
                row.getString("hash"));
    }
}
