package dev.parley.cluster;

import dev.parley.database.Terms;
import dev.parley.protocol.RoomName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads where the earlier leaders have stopped. */
final class LeaderStart {
    private static final String AFTER_CHECKPOINT = """
            SELECT entries FROM chat_log WHERE seq > (
                SELECT coalesce(min(applied_seq), 0) FROM replica WHERE ended_at IS NULL) ORDER BY seq""";

    private static final String LAST_COMMANDS = """
            SELECT incarnation, stepping, coalesce((SELECT max(number) FROM command_inbox
                WHERE command_inbox.incarnation = replica.incarnation), 0) FROM replica WHERE ended_at IS NULL""";

    private final JdbcClient jdbc;
    private final ChatLogCodec codec;

    LeaderStart(DataSource pool, ChatLogCodec codec) {
        this.jdbc = JdbcClient.create(pool);
        this.codec = codec;
    }

    /** Returns the number of the last row of the log; 0 if there is none. */
    long end() {
        return jdbc.sql("SELECT coalesce(max(seq), 0) FROM chat_log")
                .query(Long.class)
                .single();
    }

    /** Returns the numbers of the last applied commands of all replicas that are not known to have ended. */
    Map<Integer, Long> applied() {
        Map<Integer, Long> applied = new HashMap<>();
        jdbc.sql("SELECT incarnation, applied FROM replica WHERE ended_at IS NULL")
                .query(row -> {
                    applied.put(row.getInt(1), row.getLong(2));
                });
        jdbc.sql(AFTER_CHECKPOINT).query(row -> {
            codec.decodeEntries(row.getString(1)).forEach(entry -> {
                if (entry instanceof ChatLogEntry.CommandsApplied last) {
                    applied.computeIfPresent(
                            last.incarnation(), (incarnation, number) -> Math.max(number, last.number()));
                }
            });
        });
        return applied;
    }

    /**
     * Returns the commands that a lost leader has left. Empty if the last one has ended in an orderly way.
     *
     * @param applied see {@link #applied}
     */
    UnappliedCommands unapplied(Map<Integer, Long> applied) {
        var unapplied = new UnappliedCommands();
        if (isLastTermLost()) {
            jdbc.sql(LAST_COMMANDS).query(row -> {
                int incarnation = row.getInt(1);
                unapplied.add(
                        incarnation, applied.getOrDefault(incarnation, 0L) + 1, row.getLong(3), row.getBoolean(2));
            });
        }
        return unapplied;
    }

    private boolean isLastTermLost() {
        return jdbc.sql("SELECT end_reason FROM term ORDER BY number DESC LIMIT 1 OFFSET 1")
                .query(String.class)
                .optional()
                .filter(Terms.LOST::equals)
                .isPresent();
    }

    /** Returns the topics of rooms without owner as their members last saw them; those of owned rooms are settings. */
    Map<RoomName, String> topics() {
        Map<RoomName, String> topics = new HashMap<>();
        jdbc.sql("""
                SELECT DISTINCT ON (room) room, text FROM chat_event
                WHERE type = 'topic' AND text IS NOT NULL AND room NOT IN (SELECT name FROM room)
                    AND id > coalesce((SELECT max(id) FROM room_life WHERE room_life.room = chat_event.room), 0)
                ORDER BY room, id DESC""").query(row -> {
            topics.put(new RoomName(row.getString(1)), row.getString(2));
        });
        return topics;
    }

    /** A member that was connected to a replica at the end of the log. */
    record Connected(int incarnation, LeaderMembers.Stored stored) {}

    List<Connected> members() {
        return jdbc.sql("SELECT incarnation, member FROM chat_member ORDER BY client")
                .query((row, number) -> new Connected(row.getInt(1), codec.decodeMember(row.getString(2))))
                .list();
    }
}
