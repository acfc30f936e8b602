package dev.parley.history;

import dev.parley.protocol.EventIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes expired events, a few at a time, and records the highest deleted id. Safe for any thread. */
final class Pruner {
    /**
     * Key for the highest deleted id of all rooms. It prevents ids from being used again when all events are deleted.
     */
    private static final String NO_ROOM = "";

    /** Key of the time that was reached, as the id of an event at that time. No room has this name. */
    static final String CLOCK = "clock";

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    Pruner(JdbcClient jdbc, JdbcClient reader, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.transactions = transactions;
    }

    /**
     * Deletes some of the oldest events before an id.
     *
     * @return whether there may be more such events
     */
    boolean olderThan(long before, int most) {
        record Old(long id, String room, boolean spoken) {}
        List<Old> old = reader.sql("SELECT id, room, is_message FROM chat_event WHERE id < ? ORDER BY id LIMIT ?")
                .params(before, most)
                .query((row, number) -> new Old(row.getLong("id"), row.getString("room"), row.getBoolean("is_message")))
                .list();
        if (!old.isEmpty()) {
            long last = old.getLast().id();
            transactions.executeWithoutResult(status -> {
                jdbc.sql("DELETE FROM chat_event WHERE id <= ?").param(last).update();
                prunedTo(NO_ROOM, last);
                old.stream().filter(Old::spoken).map(Old::room).distinct().forEach(room -> prunedTo(room, last));
            });
        }
        return old.size() == most;
    }

    /**
     * Deletes some events of a room, but not its newest ones.
     *
     * @param newest number of events to keep
     * @return whether there may be more such events
     */
    boolean beyondNewest(String room, boolean isMessage, int newest, int most) {
        Optional<Long> last = reader.sql(
                        "SELECT id FROM chat_event WHERE room = ? AND is_message = ? ORDER BY id DESC LIMIT 1 OFFSET ?")
                .params(room, isMessage, newest)
                .query(Long.class)
                .optional();
        return last.isPresent() && upTo(last.get(), room, isMessage, most);
    }

    private boolean upTo(long last, String room, boolean isMessage, int most) {
        List<Long> old = reader.sql(
                        "SELECT id FROM chat_event WHERE room = ? AND is_message = ? AND id <= ? ORDER BY id LIMIT ?")
                .params(room, isMessage, last, most)
                .query((row, number) -> row.getLong("id"))
                .list();
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM chat_event WHERE room = ? AND is_message = ? AND id <= ?")
                    .params(room, isMessage, old.getLast())
                    .update();
            if (isMessage) {
                prunedTo(room, old.getLast());
            }
        });
        return old.size() == most;
    }

    private void prunedTo(String room, long id) {
        jdbc.sql("""
                INSERT INTO history_pruned (room, to_id) VALUES (?, ?)
                ON CONFLICT (room) DO UPDATE SET to_id = excluded.to_id WHERE excluded.to_id > history_pruned.to_id""").params(room, id).update();
    }

    /** Returns the time that the service has reached; empty in a database without events. */
    Optional<Instant> reached() {
        return reader.sql("""
                SELECT coalesce((SELECT to_id FROM history_pruned WHERE room = ?), (SELECT max(id) FROM chat_event)) AS id""")
                .param(CLOCK)
                .query((row, number) -> row.getLong("id"))
                .optional()
                .filter(id -> id > 0)
                .map(EventIds::timeOf);
    }

    /** Stores the time that the service has reached, so that a restart does not trust a clock that is ahead. */
    void reached(Instant time) {
        jdbc.sql("""
                INSERT INTO history_pruned (room, to_id) VALUES (?, ?)
                ON CONFLICT (room) DO UPDATE SET to_id = excluded.to_id""").params(CLOCK, EventIds.at(time.toEpochMilli())).update();
    }

    /** Returns the rooms that have events. The query jumps in the index from one room to the next. */
    List<String> rooms() {
        return reader.sql("""
                WITH RECURSIVE found (room) AS (
                    SELECT min(room) FROM chat_event
                    UNION ALL SELECT (SELECT min(room) FROM chat_event WHERE room > found.room) FROM found
                        WHERE found.room IS NOT NULL)
                SELECT room FROM found WHERE room IS NOT NULL""").query((row, number) -> row.getString("room")).list();
    }
}
