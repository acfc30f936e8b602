package dev.parley.history;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes what is no longer kept, a little at a time, and remembers up to where. Safe for any thread. */
final class Pruning {
    /** Here it is remembered up to where anything was deleted, so that no id is used again when nothing is left. */
    private static final String NO_ROOM = "";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Pruning(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Deletes some of the oldest of what is older than an id.
     *
     * @return whether there may be more
     */
    boolean olderThan(long before, int most) {
        record Old(long id, String room, boolean spoken) {}
        List<Old> old = jdbc.sql("SELECT id, room, spoken FROM event WHERE id < ? ORDER BY id LIMIT ?")
                .params(before, most)
                .query((row, number) -> new Old(row.getLong("id"), row.getString("room"), row.getBoolean("spoken")))
                .list();
        if (!old.isEmpty()) {
            long last = old.getLast().id();
            transactions.executeWithoutResult(status -> {
                jdbc.sql("DELETE FROM event WHERE id <= ?").param(last).update();
                prunedTo(NO_ROOM, last);
                old.stream().filter(Old::spoken).map(Old::room).distinct().forEach(room -> prunedTo(room, last));
            });
        }
        return old.size() == most;
    }

    /**
     * Deletes some of what is beyond the newest of a room.
     *
     * @return whether there may be more
     */
    boolean beyondNewest(String room, boolean spoken, int newest, int most) {
        Optional<Long> last = jdbc.sql(
                        "SELECT id FROM event WHERE room = ? AND spoken = ? ORDER BY id DESC LIMIT 1 OFFSET ?")
                .params(room, spoken, newest)
                .query(Long.class)
                .optional();
        return last.isPresent() && upTo(last.get(), room, spoken, most);
    }

    private boolean upTo(long last, String room, boolean spoken, int most) {
        List<Long> old = jdbc.sql("SELECT id FROM event WHERE room = ? AND spoken = ? AND id <= ? ORDER BY id LIMIT ?")
                .params(room, spoken, last, most)
                .query((row, number) -> row.getLong("id"))
                .list();
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM event WHERE room = ? AND spoken = ? AND id <= ?")
                    .params(room, spoken, old.getLast())
                    .update();
            if (spoken) {
                prunedTo(room, old.getLast());
            }
        });
        return old.size() == most;
    }

    private void prunedTo(String room, long id) {
        jdbc.sql("""
                INSERT INTO pruned (room, to_id) VALUES (?, ?)
                ON CONFLICT (room) DO UPDATE SET to_id = excluded.to_id WHERE excluded.to_id > pruned.to_id""").params(room, id).update();
    }

    /** The rooms there is something of, found by jumps in the index from one to the next. */
    List<String> rooms() {
        return jdbc.sql("""
                WITH RECURSIVE found (room) AS (
                    SELECT min(room) FROM event
                    UNION ALL SELECT (SELECT min(room) FROM event WHERE room > found.room) FROM found
                        WHERE found.room IS NOT NULL)
                SELECT room FROM found WHERE room IS NOT NULL""").query((row, number) -> row.getString("room")).list();
    }
}
