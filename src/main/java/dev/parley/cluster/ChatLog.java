package dev.parley.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The log of everything that the leaders have delivered, in one table. The number of a row is its key, so no other
 * leader can have written the row that a leader has written. Used by the chat thread of the leader.
 */
final class ChatLog {
    /** Time between two checkpoints of the commands that are applied. A new leader reads the log from the last one. */
    private static final long CHECKPOINT_MILLIS = 1_000;

    /** Time for which rows are kept. A replica that is further behind cannot follow any more. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final int MAX_PRUNED = 2_000;

    /** Time for which replicas that have ended are remembered. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** Writes a row, if the one before it is there. */
    private static final String APPEND = """
            INSERT INTO chat_log (seq, token, at, entries)
            SELECT ?, ?, ?, ? WHERE (SELECT coalesce(max(seq), 0) FROM chat_log) >= ?""";

    /** Deletes rows that an old one follows, so that in a quiet chat each replica finds the row at which it is. */
    private static final String PRUNE = """
            DELETE FROM chat_log WHERE seq < (SELECT min(seq) FROM chat_log) + ? AND EXISTS (
                SELECT 1 FROM chat_log AS next WHERE next.seq = chat_log.seq + 1 AND next.at < ?)""";

    private final String token;
    private final InstantSource clock;

    /** Number of the last row. */
    private long last;

    /** Numbers of applied commands that no checkpoint has. */
    private final Map<Integer, Long> notInCheckpoint = new LinkedHashMap<>();

    private long nextCheckpoint;
    private boolean hasCheckpoint;

    /** @param token token of all terms of this process */
    ChatLog(String token, InstantSource clock) {
        this.token = token;
        this.clock = clock;
    }

    /** @param end number of the last row that an earlier leader has written */
    void start(long end) {
        last = end;
    }

    /** Whether the row that is to be written next is stored, because a commit succeeded and its result was lost. */
    boolean isStored(JdbcTemplate jdbc) {
        return Boolean.TRUE.equals(jdbc.query(
                "SELECT token FROM chat_log WHERE seq = ?", row -> row.next() && isOwn(row.getString(1)), last + 1));
    }

    private boolean isOwn(String found) {
        if (!found.equals(token)) {
            throw new IllegalStateException("Another process has written row " + (last + 1) + " of the log");
        }
        return true;
    }

    /**
     * Writes a row.
     *
     * @param entries the encoded entries
     * @param applied numbers of the last applied commands of replicas, by their incarnations
     * @throws DuplicateKeyException if another process has written it
     */
    void append(JdbcTemplate jdbc, List<String> entries, Map<Integer, Long> applied) {
        int written = jdbc.update(APPEND, last + 1, token, clock.millis(), ChatLogCodec.row(entries), last);
        if (written == 0) {
            throw new IllegalStateException("Row " + last + " of the log is missing");
        }
        notInCheckpoint.putAll(applied);
        hasCheckpoint = isCheckpointDue();
        if (hasCheckpoint) {
            prune(jdbc);
            notInCheckpoint.forEach((incarnation, number) -> jdbc.update(
                    "UPDATE replica SET applied = ?, applied_seq = ? WHERE incarnation = ?",
                    number,
                    last + 1,
                    incarnation));
            jdbc.update("UPDATE replica SET applied_seq = ? WHERE ended_at IS NULL", last + 1);
        }
    }

    /** Deletes rows that all replicas have passed since long, a part at a time. */
    private void prune(JdbcTemplate jdbc) {
        jdbc.update(PRUNE, MAX_PRUNED, clock.millis() - KEPT.toMillis());
    }

    /** Notes in the database that these replicas have ended. */
    void end(JdbcTemplate jdbc, Set<Integer> incarnations) {
        incarnations.forEach(incarnation ->
                jdbc.update("UPDATE replica SET ended_at = ? WHERE incarnation = ?", clock.millis(), incarnation));
        if (!incarnations.isEmpty()) {
            jdbc.update("DELETE FROM replica WHERE ended_at < ?", clock.millis() - REMEMBERED.toMillis());
        }
    }

    /** Notes in the database that the commands of these replicas, and of no others, are applied one at a time. */
    void step(JdbcTemplate jdbc, Set<Integer> incarnations) {
        jdbc.update(
                "UPDATE replica SET stepping = NOT stepping WHERE stepping <> (incarnation = ANY (?))",
                statement ->
                        statement.setArray(1, statement.getConnection().createArrayOf("int", incarnations.toArray())));
    }

    /** Notes that the row is stored. */
    void stored() {
        last++;
        if (hasCheckpoint) {
            nextCheckpoint = clock.millis() + CHECKPOINT_MILLIS;
            notInCheckpoint.clear();
        }
    }

    /** Whether the next row is to have a checkpoint, which needs a row of its own if there is nothing else to write. */
    boolean isCheckpointDue() {
        return !notInCheckpoint.isEmpty() && clock.millis() >= nextCheckpoint;
    }
}
