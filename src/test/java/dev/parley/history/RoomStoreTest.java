package dev.parley.history;

import static dev.parley.history.Happened.ANN;
import static dev.parley.history.Happened.BOB;
import static dev.parley.history.Happened.DEV;
import static dev.parley.history.Happened.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.Database;
import dev.parley.protocol.Event;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(Database.class)
class RoomStoreTest {
    private static final RoomSettings SETTINGS = new RoomSettings(
            ANN,
            Set.of(BOB),
            Set.of(new Nick("Carol")),
            Set.of(new Nick("dave")),
            Set.of(new Nick("eve"), new Nick("guest-3f2a")),
            "swordfish",
            true,
            true,
            30,
            "builds");

    @Parameter
    Database database;

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private JdbcClient jdbc;
    private EventStore events;
    private RoomStore rooms;

    @BeforeEach
    void open() {
        dataSource = database.open(folder);
        jdbc = JdbcClient.create(dataSource);
        events = new EventStore(dataSource, 1);
        rooms = new RoomStore(jdbc);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void settingsAreReadAsTheyWereStored() {
        store(1, SETTINGS.withSlowSeconds(0).withKey(null));
        store(2, SETTINGS);
        assertThat(rooms.all()).isEqualTo(Map.of(DEV, SETTINGS));
        store(3, null);
        assertThat(rooms.all()).isEmpty();
    }

    private void store(long id, @Nullable RoomSettings settings) {
        events.append(List.of(new Event.RoomSet(stamp(id), DEV, ANN, "changed", settings)), null);
    }
}
