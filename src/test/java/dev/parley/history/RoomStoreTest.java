package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomStoreTest extends HistoryFixture {
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

    private RoomStore rooms;

    @BeforeEach
    void open() {
        rooms = store.rooms();
    }

    @Test
    void roomSettingsAreReadAsTheyWereStored() {
        store(1, SETTINGS.withSlowSeconds(0).withKey(null));
        store(2, SETTINGS);
        assertThat(rooms.all()).isEqualTo(Map.of(DEV, SETTINGS));
        store(3, null);
        assertThat(rooms.all()).isEmpty();
    }

    private void store(long id, @Nullable RoomSettings settings) {
        store.append(List.of(new ChatEvent.RoomSettingsChanged(stamp(id), DEV, ANN, "changed", settings)), null);
    }
}
