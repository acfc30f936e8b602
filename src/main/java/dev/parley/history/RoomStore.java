package dev.parley.history;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Settings of owned rooms. They are changed in the commit that stores the event of the change. */
final class RoomStore {
    private static final String SAVE = """
            INSERT INTO room (name, owner, operators, members, banned, banned_nicks, entry_key, members_only, moderated, slow_seconds, topic)
            VALUES (:name, :owner, :operators, :members, :banned, :bannedNicks, :key, :membersOnly, :moderated, :slowSeconds, :topic)
            ON CONFLICT (name) DO UPDATE SET
                owner = excluded.owner, operators = excluded.operators, members = excluded.members,
                banned = excluded.banned, banned_nicks = excluded.banned_nicks, entry_key = excluded.entry_key, members_only = excluded.members_only,
                moderated = excluded.moderated, slow_seconds = excluded.slow_seconds, topic = excluded.topic""";

    private final JdbcClient jdbc;
    private final JdbcClient reader;

    RoomStore(JdbcClient jdbc, JdbcClient reader) {
        this.jdbc = jdbc;
        this.reader = reader;
    }

    void project(ChatEvent event) {
        if (event instanceof ChatEvent.RoomSettingsChanged set) {
            if (set.settings() == null) {
                jdbc.sql("DELETE FROM room WHERE name = ?")
                        .param(set.room().value())
                        .update();
            } else {
                save(set.room(), set.settings());
            }
        }
    }

    private void save(RoomName name, RoomSettings settings) {
        jdbc.sql(SAVE)
                .param("name", name.value())
                .param("owner", settings.owner().value())
                .param("operators", text(settings.operators()))
                .param("members", text(settings.members()))
                .param("banned", text(settings.banned()))
                .param("bannedNicks", text(settings.bannedNicks()))
                .param("key", settings.key())
                .param("membersOnly", settings.membersOnly())
                .param("moderated", settings.moderated())
                .param("slowSeconds", settings.slowSeconds())
                .param("topic", settings.topic())
                .update();
    }

    Map<RoomName, RoomSettings> all() {
        Map<RoomName, RoomSettings> rooms = new HashMap<>();
        reader.sql("SELECT * FROM room").query(row -> {
            rooms.put(new RoomName(row.getString("name")), settings(row));
        });
        return rooms;
    }

    private static RoomSettings settings(ResultSet row) throws SQLException {
        return new RoomSettings(
                new Nick(row.getString("owner")),
                names(row.getString("operators")),
                names(row.getString("members")),
                names(row.getString("banned")),
                names(row.getString("banned_nicks")),
                row.getString("entry_key"),
                row.getBoolean("members_only"),
                row.getBoolean("moderated"),
                row.getInt("slow_seconds"),
                row.getString("topic"));
    }

    private static String text(Collection<Nick> names) {
        return names.stream().map(Nick::value).collect(joining(" "));
    }

    private static Set<Nick> names(String text) {
        return Stream.of(text.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Nick::new)
                .collect(Collectors.toSet());
    }
}
