package dev.parley.history;

import static java.util.stream.Collectors.joining;

import dev.parley.chat.Event;
import dev.parley.chat.Format;
import dev.parley.chat.MemberState;
import dev.parley.chat.Membership;
import dev.parley.chat.Nick;
import dev.parley.chat.Parting;
import dev.parley.chat.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What connections left behind, as long as they can be resumed. */
public final class PartingStore {
    private static final String SAVE = """
            INSERT INTO parting (token_key, nick, account, announced, rooms, active, format, key_scope, heard, until)
            VALUES (:key, :nick, :account, :announced, :rooms, :active, :format, :keyScope, :heard, :until)
            ON CONFLICT (token_key) DO UPDATE SET
                nick = excluded.nick, account = excluded.account, announced = excluded.announced,
                rooms = excluded.rooms, active = excluded.active, format = excluded.format,
                key_scope = excluded.key_scope,
                heard = excluded.heard, until = excluded.until""";

    private static final String SEPARATOR = ":";

    private final JdbcClient jdbc;

    PartingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void settle(List<Event> events) {
        events.stream()
                .filter(Event.Parted.class::isInstance)
                .findFirst()
                .ifPresent(parted -> deleteOlder(parted.stamp().at()));
        events.forEach(this::settle);
    }

    private void settle(Event event) {
        switch (event) {
            case Event.Parted parted -> save(parted.parting());
            case Event.Resumed resumed ->
                jdbc.sql("DELETE FROM parting WHERE token_key = ?")
                        .param(resumed.key())
                        .update();
            case Event.TokensRevoked revoked ->
                jdbc.sql("DELETE FROM parting WHERE lower(account) = ?")
                        .param(revoked.account().folded())
                        .update();
            default -> {}
        }
    }

    private void deleteOlder(Instant now) {
        jdbc.sql("DELETE FROM parting WHERE until < ?")
                .param(now.toEpochMilli())
                .update();
    }

    private void save(Parting parting) {
        MemberState state = parting.state();
        jdbc.sql(SAVE)
                .param("key", parting.key())
                .param("nick", state.nick().value())
                .param(
                        "account",
                        state.account() == null ? null : state.account().value())
                .param("announced", state.announced())
                .param(
                        "rooms",
                        state.memberships().stream().map(PartingStore::text).collect(joining(" ")))
                .param("active", state.active().value())
                .param("format", state.format().label())
                .param("keyScope", state.keyScope())
                .param("heard", parting.heard())
                .param("until", parting.until().toEpochMilli())
                .update();
    }

    /** The oldest first. */
    public List<Parting> all() {
        return jdbc.sql("SELECT * FROM parting ORDER BY until")
                .query((row, number) -> new Parting(
                        row.getString("token_key"),
                        state(row),
                        row.getLong("heard"),
                        Instant.ofEpochMilli(row.getLong("until"))))
                .list();
    }

    private static MemberState state(ResultSet row) throws SQLException {
        return new MemberState(
                new Nick(row.getString("nick")),
                account(row.getString("account")),
                row.getBoolean("announced"),
                Stream.of(row.getString("rooms").split(" "))
                        .map(PartingStore::membership)
                        .toList(),
                new RoomName(row.getString("active")),
                Format.of(row.getString("format")).orElse(Format.TEXT),
                row.getLong("key_scope"));
    }

    private static String text(Membership in) {
        return in.room().value() + SEPARATOR + in.life() + SEPARATOR + in.joined();
    }

    /** Older ones are the name alone. */
    private static Membership membership(String text) {
        String[] parts = text.split(SEPARATOR);
        var room = new RoomName(parts[0]);
        return parts.length == 1
                ? new Membership(room, 0, 0)
                : new Membership(room, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    private static @Nullable Nick account(@Nullable String account) {
        return account == null ? null : new Nick(account);
    }
}
