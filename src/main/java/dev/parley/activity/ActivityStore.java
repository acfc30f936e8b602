package dev.parley.activity;

import dev.parley.database.DatabaseExecutor;
import dev.parley.database.NetworkTimeoutDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events in the database, in segments. A segment contains events that were published within a moment. An empty segment
 * is a mark: it has the id up to which events were deleted, so that only a reader that missed something gets a gap. Safe
 * for any thread.
 */
public final class ActivityStore {
    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final DatabaseExecutor database;

    /** Lock that lets one replay read at a time, because the chat's commits need the other connections. */
    private final Object turn = new Object();

    /**
     * A row with several events.
     *
     * @param at time at which the segment was stored, in milliseconds
     * @param lines events in JSON, one on each line
     */
    record Segment(long firstId, long lastId, long at, String lines) {}

    /** @param reader connections for reads; replays may take long */
    public ActivityStore(DataSource writer, DataSource reader, DatabaseExecutor database) {
        this.jdbc = JdbcClient.create(new NetworkTimeoutDataSource(writer));
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        this.database = database;
    }

    /** Notes in an empty store that nothing was deleted from it yet. */
    void initialize() {
        jdbc.sql("INSERT INTO activity (last_id, first_id, at, size, lines)"
                        + " SELECT 0, 0, 0, 0, '' WHERE NOT EXISTS (SELECT 1 FROM activity)")
                .update();
    }

    void add(Segment segment) {
        jdbc.sql("INSERT INTO activity (last_id, first_id, at, size, lines) VALUES (?, ?, ?, ?, ?)")
                .param(segment.lastId())
                .param(segment.firstId())
                .param(segment.at())
                .param(segment.lines().length())
                .param(segment.lines())
                .update();
    }

    long lastId() {
        return reader.sql("SELECT COALESCE(MAX(last_id), 0) FROM activity")
                .query(Long.class)
                .single();
    }

    /** Returns segments that contain an event after the one with this id, oldest first. */
    List<Segment> after(long id, int most) {
        return segments("last_id > ? ORDER BY last_id", id, most);
    }

    /** Returns segments that contain only events up to the one with this id, newest first. */
    List<Segment> upTo(long id, int most) {
        return segments("last_id <= ? ORDER BY last_id DESC", id, most);
    }

    private List<Segment> segments(String condition, long id, int most) {
        synchronized (turn) {
            return database.call(() -> reader.sql(
                            "SELECT first_id, last_id, at, lines FROM activity WHERE " + condition + " LIMIT ?")
                    .param(id)
                    .param(most)
                    .query((row, number) -> new Segment(
                            row.getLong("first_id"), row.getLong("last_id"), row.getLong("at"), row.getString("lines")))
                    .list());
        }
    }

    /** Whether all events after the one with this id are still stored. The id 0 stands for the start. */
    boolean isKept(long id) {
        return reader.sql("""
                SELECT first_id <= ? OR size > 0 AND (SELECT max(last_id) FROM activity) <= ?
                FROM activity ORDER BY last_id LIMIT 1""")
                .params(Math.max(id, 0), id)
                .query((row, number) -> row.getBoolean(1))
                .optional()
                .orElse(true);
    }

    /** Returns the number of stored characters. */
    long size() {
        return reader.sql("SELECT COALESCE(SUM(size), 0) FROM activity")
                .query(Long.class)
                .single();
    }

    record Old(long lastId, long at, long size) {}

    /** Returns the oldest segments that have events. */
    List<Old> oldest(int most) {
        return reader.sql("SELECT last_id, at, size FROM activity WHERE size > 0 ORDER BY last_id LIMIT ?")
                .param(most)
                .query((row, number) -> new Old(row.getLong("last_id"), row.getLong("at"), row.getLong("size")))
                .list();
    }

    /** Deletes the segments up to this one, which stays as the empty mark. */
    void forgetUpTo(long lastId) {
        jdbc.sql("DELETE FROM activity WHERE last_id < ?").param(lastId).update();
        jdbc.sql("UPDATE activity SET first_id = last_id, size = 0, lines = '' WHERE last_id = ?")
                .param(lastId)
                .update();
    }
}
