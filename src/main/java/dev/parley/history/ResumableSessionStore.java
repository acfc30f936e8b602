package dev.parley.history;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions that clients can resume: of lost connections, and of open ones in case the server is killed. */
final class ResumableSessionStore {
    private static final String SAVE = """
            INSERT INTO resumable_session (
                token_key, nick, account, announced, rooms, active_room, format, key_scope, last_event_id, expires_at,
                connected_from)
            VALUES (:key, :nick, :account, :announced, :rooms, :activeRoom, :format, :keyScope, :lastEventId, :expiresAt,
                :connectedFrom)
            ON CONFLICT (token_key) DO UPDATE SET
                nick = excluded.nick, account = excluded.account, announced = excluded.announced,
                rooms = excluded.rooms, active_room = excluded.active_room, format = excluded.format,
                key_scope = excluded.key_scope,
                last_event_id = excluded.last_event_id, expires_at = excluded.expires_at,
                connected_from = excluded.connected_from""";

    private static final String SUSPEND_CONNECTED = """
            UPDATE resumable_session SET connected_from = 0, expires_at = ?, last_event_id = coalesce((
                SELECT max(written_id) FROM delivery_checkpoint
                    WHERE id > connected_from AND written_id > last_event_id), last_event_id)
            WHERE connected_from > 0""";

    /** Value of {@code connected_from} in a row of a lost connection. */
    private static final long LOST = 0;

    /** Value of {@code connected_from} in a row that no checkpoint includes. */
    private static final long UNCHECKED = Long.MAX_VALUE;

    /** Addition to the format in a row. It has no column of its own, so that an earlier version can read the table. */
    private static final String WITHOUT_ECHO = " echo-off";

    private static final String SEPARATOR = ":";

    /** Removes tokens that their owners have used and that {@link #SUSPEND_CONNECTED} would make valid again. */
    private static final String DELETE_USED = """
            DELETE FROM resumable_session WHERE connected_from = 0 AND token_key IN (
                SELECT substr(token_key, 1, 64) FROM resumable_session
                    WHERE connected_from > 0 AND length(token_key) > 64)""";

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final NamedParameterJdbcTemplate batches;

    /** State to store under a key. */
    private record Row(ResumableSession session, long connectedFrom) {}

    ResumableSessionStore(JdbcTemplate template, JdbcClient reader) {
        this.jdbc = JdbcClient.create(template);
        this.reader = reader;
        this.batches = new NamedParameterJdbcTemplate(template);
    }

    void project(List<ChatEvent> events) {
        events.stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .findFirst()
                .ifPresent(parted -> deleteOlder(parted.stamp().at()));
        Map<String, Optional<Row>> changes = new HashMap<>();
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.SessionSuspended parted -> put(changes, parted.session(), LOST);
                case ChatEvent.Resumed resumed -> changes.put(resumed.key(), Optional.empty());
                case ChatEvent.MemberSaved saved ->
                    put(
                            changes,
                            saved.session(),
                            saved.isCaughtUp() ? saved.stamp().id() : UNCHECKED);
                case ChatEvent.MemberRemoved removed -> changes.put(removed.key(), Optional.empty());
                case ChatEvent.DeliveryChecked checked -> store(checked);
                case ChatEvent.TokensRevoked revoked -> {
                    store(changes);
                    changes.clear();
                    deleteAll(revoked.account());
                }
                default -> {}
            }
        }
        store(changes);
    }

    /** @param connectedFrom id after which checkpoints include the member; {@link #LOST} for a lost connection */
    private static void put(Map<String, Optional<Row>> changes, ResumableSession session, long connectedFrom) {
        changes.put(session.key(), Optional.of(new Row(session, connectedFrom)));
    }

    /** Stores the last change of each key in two batches, because thousands of members may change in one commit. */
    private void store(Map<String, Optional<Row>> changes) {
        SqlParameterSource[] removed = changes.entrySet().stream()
                .filter(change -> change.getValue().isEmpty())
                .map(change -> new MapSqlParameterSource("key", change.getKey()))
                .toArray(SqlParameterSource[]::new);
        SqlParameterSource[] saved = changes.values().stream()
                .flatMap(Optional::stream)
                .map(ResumableSessionStore::columns)
                .toArray(SqlParameterSource[]::new);
        if (removed.length > 0) {
            batches.batchUpdate("DELETE FROM resumable_session WHERE token_key = :key", removed);
        }
        if (saved.length > 0) {
            batches.batchUpdate(SAVE, saved);
        }
    }

    private void store(ChatEvent.DeliveryChecked checked) {
        jdbc.sql("UPDATE delivery_checkpoint SET id = ?, written_id = ?")
                .params(checked.stamp().id(), checked.lastWritten())
                .update();
    }

    private void deleteAll(Nick account) {
        jdbc.sql("DELETE FROM resumable_session WHERE lower(account) = ?")
                .param(account.folded())
                .update();
    }

    private void deleteOlder(Instant now) {
        jdbc.sql("DELETE FROM resumable_session WHERE expires_at < ? AND connected_from = 0")
                .param(now.toEpochMilli())
                .update();
    }

    private static SqlParameterSource columns(Row row) {
        ResumableSession session = row.session();
        MemberSnapshot state = session.state();
        return new MapSqlParameterSource("key", session.key())
                .addValue("nick", state.nick().value())
                .addValue(
                        "account",
                        state.account() == null ? null : state.account().value())
                .addValue("announced", state.announced())
                .addValue(
                        "rooms",
                        state.memberships().stream()
                                .map(ResumableSessionStore::text)
                                .collect(joining(" ")))
                .addValue("activeRoom", state.active().value())
                .addValue("format", state.format().label() + (state.echo() ? "" : WITHOUT_ECHO))
                .addValue("keyScope", state.keyScope())
                .addValue("lastEventId", session.lastWritten())
                .addValue("expiresAt", session.until().toEpochMilli())
                .addValue("connectedFrom", row.connectedFrom());
    }

    /**
     * Makes the sessions of all members that were connected when the process was killed those of lost connections.
     * Called at the start.
     */
    void suspendConnected(Instant until) {
        jdbc.sql(DELETE_USED).update();
        jdbc.sql(SUSPEND_CONNECTED).param(until.toEpochMilli()).update();
    }

    /** Returns all sessions of lost connections, oldest first. */
    List<ResumableSession> all() {
        return reader.sql("SELECT * FROM resumable_session WHERE connected_from = 0 ORDER BY expires_at")
                .query((row, number) -> new ResumableSession(
                        row.getString("token_key"),
                        state(row),
                        row.getLong("last_event_id"),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list();
    }

    private static MemberSnapshot state(ResultSet row) throws SQLException {
        String format = row.getString("format");
        boolean hasEcho = !format.endsWith(WITHOUT_ECHO);
        return new MemberSnapshot(
                new Nick(row.getString("nick")),
                account(row.getString("account")),
                row.getBoolean("announced"),
                Stream.of(row.getString("rooms").split(" "))
                        .map(ResumableSessionStore::membership)
                        .toList(),
                new RoomName(row.getString("active_room")),
                Format.of(format.split(" ")[0]).orElse(Format.TEXT),
                hasEcho,
                row.getLong("key_scope"));
    }

    private static String text(Membership in) {
        return in.room().value() + SEPARATOR + in.life() + SEPARATOR + in.joined();
    }

    private static Membership membership(String text) {
        String[] parts = text.split(SEPARATOR);
        return new Membership(new RoomName(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    private static @Nullable Nick account(@Nullable String account) {
        return account == null ? null : new Nick(account);
    }
}
