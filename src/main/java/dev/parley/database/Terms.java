package dev.parley.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The last terms of this database. A term is the time in which one process writes without losing the {@link
 * InstanceLock}. Safe for any thread.
 */
public final class Terms implements InstanceLock.CurrentTerm {
    private static final Logger log = LoggerFactory.getLogger(Terms.class);

    /** Most terms that are kept; a further one replaces the oldest. */
    private static final int MAX_TERMS = 100;

    /** Reason for which a term ended, as operators see it. */
    private static final String STOPPED = "stopped";

    /** The process ended without saying so, or lost its connection. Written by the next term. */
    public static final String LOST = "lost";

    private static final String SERVER_TIME = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private final WriterDataSource writer;
    private final DataSource pool;
    private final JdbcClient reader;
    private final TermClock clock;
    private final Optional<String> version;

    /** Text that shows which terms are those of this process; a number could be given twice after a failover. */
    private final String token = UUID.randomUUID().toString();

    /** Number of the current term; 0 before the first. */
    private volatile long current;

    /** Token of the last stored term when this process took the lock: its own, unless that could not be stored. */
    private volatile String lastToken = "";

    /**
     * One term.
     *
     * @param process name of the process that wrote
     * @param version its version; empty if it ran from its sources
     * @param endedAt null for the current term
     * @param endReason why it ended, null for the current term: {@code stopped}; {@code idle} or {@code connection} if
     *     the same process has written again, after the server ended an idle session or the connection broke; {@code
     *     lost} if another one has
     */
    public record Term(
            long number,
            String process,
            String version,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String endReason) {}

    public Terms(WriterDataSource writer, DataSource pool, TermClock clock, Optional<String> version) {
        this.writer = writer;
        this.pool = pool;
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(pool));
        this.clock = clock;
        this.version = version;
    }

    /**
     * Begins the term of this process, which holds the lock. A term in a file that cannot be stored, because the disk
     * is full, is not listed; the lock can be regained nevertheless.
     */
    public void begin() {
        lastToken = lastToken(reader);
        try {
            begin(writer, LOST);
        } catch (DataAccessException | TransactionException e) {
            if (writer.isServer()) {
                throw e;
            }
            log.warn(
                    "The term could not be stored: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    @Override
    public boolean resume(@Nullable Connection session, String why) throws SQLException {
        DataSource unlocked = session == null ? pool : new SingleConnectionDataSource(session, true);
        try {
            boolean isOurs = lastToken(JdbcClient.create(unlocked)).equals(lastToken);
            if (isOurs) {
                begin(unlocked, why);
            }
            return isOurs;
        } catch (DataAccessException | TransactionException e) {
            throw new SQLException(e);
        }
    }

    private static String lastToken(JdbcClient jdbc) {
        return jdbc.sql("SELECT token FROM term ORDER BY number DESC LIMIT 1")
                .query(String.class)
                .optional()
                .orElse("");
    }

    private void begin(DataSource dataSource, String endOfLast) {
        var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        JdbcClient jdbc = JdbcClient.create(dataSource);
        transactions.executeWithoutResult(status -> begin(jdbc, endOfLast));
        lastToken = token;
        log.info("Term {} begins", current);
    }

    private void begin(JdbcClient jdbc, String endOfLast) {
        if (writer.isServer()) {
            clock.start(
                    Instant.ofEpochMilli(jdbc.sql(SERVER_TIME).query(Long.class).single()));
        }
        end(jdbc, endOfLast);
        long number = jdbc.sql("SELECT coalesce(max(number), 0) + 1 FROM term")
                .query(Long.class)
                .single();
        jdbc.sql("INSERT INTO term (number, process, version, token, started_at) VALUES (?, ?, ?, ?, ?)")
                .params(number, ProcessName.SELF, version.orElse(""), token, clock.millis())
                .update();
        jdbc.sql("DELETE FROM term WHERE number <= ?").param(number - MAX_TERMS).update();
        current = number;
    }

    private void end(JdbcClient jdbc, String reason) {
        jdbc.sql("UPDATE term SET ended_at = ?, end_reason = ? WHERE ended_at IS NULL")
                .params(clock.millis(), reason)
                .update();
    }

    /** Ends the term of this process, which is about to stop. If that fails, the next term notes that it was lost. */
    public void end() {
        try {
            if (current() != 0) {
                end(JdbcClient.create(writer), STOPPED);
                log.info("Term {} ends", current);
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("The end of term {} could not be stored", current, e);
        }
    }

    /** Has the next term note that the one of this process was lost, because this process stops after a failure. */
    public void fail() {
        current = 0;
    }

    /** Text that shows which terms are those of this process. */
    public String token() {
        return token;
    }

    /** Number of the current term; 0 while this process is not the writer. */
    public long current() {
        return writer.isHeld() ? current : 0;
    }

    /** Returns the last terms, newest first. */
    public List<Term> all() {
        return reader.sql("SELECT * FROM term ORDER BY number DESC")
                .query((row, number) -> new Term(
                        row.getLong("number"),
                        row.getString("process"),
                        row.getString("version"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        endedAt(row),
                        row.getString("end_reason")))
                .list();
    }

    private static @Nullable Instant endedAt(ResultSet row) throws SQLException {
        long millis = row.getLong("ended_at");
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
