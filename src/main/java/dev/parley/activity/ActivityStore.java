package dev.parley.activity;

import dev.parley.database.DatabaseExecutor;
import dev.parley.database.NetworkTimeoutDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events in the database, in segments. A segment contains events that were published within a moment. Safe for any
 * thread.
 */
public final class ActivityStore {
    private final JdbcClient jdbc;
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

    public ActivityStore(DataSource dataSource, DatabaseExecutor database) {
        jdbc = JdbcClient.create(new NetworkTimeoutDataSource(dataSource));
        this.database = database;
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
        return jdbc.sql("SELECT COALESCE(MAX(last_id), 0) FROM activity")
                .query(Long.class)
                .single();
    }

    /** Returns segments that contain an event after the one with this id, oldest first. */
    List<Segment> after(long id, int most) {
        synchronized (turn) {
            return database.call(() -> jdbc.sql(
                            "SELECT first_id, last_id, at, lines FROM activity WHERE last_id > ? ORDER BY last_id LIMIT ?")
                    .param(id)
                    .param(most)
                    .query((row, number) -> new Segment(
                            row.getLong("first_id"), row.getLong("last_id"), row.getLong("at"), row.getString("lines")))
                    .list());
        }
    }

    /** Whether all events after the one with this id are still stored. */
    boolean isKept(long id) {
        return jdbc.sql("SELECT first_id FROM activity ORDER BY last_id LIMIT 1")
                .query(Long.class)
                .optional()
                .map(oldest -> oldest <= id || lastId() <= id)
                .orElse(true);
    }

    /** Returns the number of stored characters. */
    long size() {
        return jdbc.sql("SELECT COALESCE(SUM(size), 0) FROM activity")
                .query(Long.class)
                .single();
    }

    record Old(long lastId, long at, long size) {}

    /** Returns the oldest segments. */
    List<Old> oldest(int most) {
        return jdbc.sql("SELECT last_id, at, size FROM activity ORDER BY last_id LIMIT ?")
                .param(most)
                .query((row, number) -> new Old(row.getLong("last_id"), row.getLong("at"), row.getLong("size")))
                .list();
    }

    void forgetUpTo(long lastId) {
        jdbc.sql("DELETE FROM activity WHERE last_id <= ?").param(lastId).update();
    }
}
