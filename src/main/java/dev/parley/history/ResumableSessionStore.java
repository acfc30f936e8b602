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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private final JdbcClient jdbc;

    ResumableSessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void project(List<ChatEvent> events) {
        events.stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .findFirst()
                .ifPresent(parted -> deleteOlder(parted.stamp().at()));
        events.forEach(this::project);
    }

    private void project(ChatEvent event) {
        switch (event) {
            case ChatEvent.SessionSuspended parted -> save(parted.session(), LOST);
            case ChatEvent.Resumed resumed -> delete(resumed.key());
            case ChatEvent.MemberSaved saved ->
                save(saved.session(), saved.isCaughtUp() ? saved.stamp().id() : UNCHECKED);
            case ChatEvent.MemberRemoved removed -> delete(removed.key());
            case ChatEvent.DeliveryChecked checked ->
                jdbc.sql("UPDATE delivery_checkpoint SET id = ?, written_id = ?")
                        .params(checked.stamp().id(), checked.lastWritten())
                        .update();
            case ChatEvent.TokensRevoked revoked ->
                jdbc.sql("DELETE FROM resumable_session WHERE lower(account) = ?")
                        .param(revoked.account().folded())
                        .update();
            default -> {}
        }
    }

    private void delete(String key) {
        jdbc.sql("DELETE FROM resumable_session WHERE token_key = ?").param(key).update();
    }

    private void deleteOlder(Instant now) {
        jdbc.sql("DELETE FROM resumable_session WHERE expires_at < ? AND connected_from = 0")
                .param(now.toEpochMilli())
                .update();
    }

    /** @param connectedFrom id after which checkpoints include the member; {@link #LOST} for a lost connection */
    private void save(ResumableSession suspended, long connectedFrom) {
        MemberSnapshot state = suspended.state();
        jdbc.sql(SAVE)
                .param("key", suspended.key())
                .param("nick", state.nick().value())
                .param(
                        "account",
                        state.account() == null ? null : state.account().value())
                .param("announced", state.announced())
                .param(
                        "rooms",
                        state.memberships().stream()
                                .map(ResumableSessionStore::text)
                                .collect(joining(" ")))
                .param("activeRoom", state.active().value())
                .param("format", state.format().label() + (state.echo() ? "" : WITHOUT_ECHO))
                .param("keyScope", state.keyScope())
                .param("lastEventId", suspended.lastWritten())
                .param("expiresAt", suspended.until().toEpochMilli())
                .param("connectedFrom", connectedFrom)
                .update();
    }

    /**
     * Makes the sessions of all members that were connected when the process was killed those of lost connections.
     * Called at the start.
     */
    void suspendConnected(Instant until) {
        jdbc.sql(SUSPEND_CONNECTED).param(until.toEpochMilli()).update();
    }

    /** Returns all sessions of lost connections, oldest first. */
    List<ResumableSession> all() {
        return jdbc.sql("SELECT * FROM resumable_session WHERE connected_from = 0 ORDER BY expires_at")
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
