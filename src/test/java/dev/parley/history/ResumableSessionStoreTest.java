package dev.parley.history;

import static dev.parley.history.Happened.ANN;
import static dev.parley.history.Happened.BOB;
import static dev.parley.history.Happened.DEV;
import static dev.parley.history.Happened.NOON;
import static dev.parley.history.Happened.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.Database;
import dev.parley.protocol.Event;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Parting;
import dev.parley.protocol.RoomName;
import java.nio.file.Path;
import java.util.List;
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
class PartingStoreTest {
    private static final Membership LOBBY = new Membership(RoomName.LOBBY, 0, 4);
    private static final MemberState REGISTERED =
            new MemberState(BOB, new Nick("Bob"), true, List.of(LOBBY, new Membership(DEV, 3, 5)), DEV, Format.JSON, 0);
    private static final MemberState GUEST =
            new MemberState(ANN, null, false, List.of(LOBBY), RoomName.LOBBY, Format.TEXT, 7);

    @Parameter
    Database database;

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private EventStore store;

    @BeforeEach
    void open() {
        dataSource = database.open(folder);
        store = new EventStore(dataSource, 1);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void whatWasLeftIsThereAfterARestart() {
        var first = new Parting("a", REGISTERED, 1L << 60, NOON.plusSeconds(300));
        var second = new Parting("b", GUEST, 0, NOON.plusSeconds(301));
        store.append(List.of(parted(1, second), parted(2, first)), null);
        assertThat(stored()).containsExactly(first, second);
    }

    @Test
    void whatWasResumedIsGone() {
        store.append(
                List.of(
                        parted(1, new Parting("a", REGISTERED, 1, NOON.plusSeconds(300))),
                        new Event.Resumed(stamp(2), BOB, "a")),
                null);
        assertThat(stored()).isEmpty();
    }

    @Test
    void whatIsRevokedIsGone() {
        var guest = new Parting("b", GUEST, 1, NOON.plusSeconds(300));
        store.append(
                List.of(
                        parted(1, new Parting("a", REGISTERED, 1, NOON.plusSeconds(300))),
                        parted(2, guest),
                        new Event.TokensRevoked(stamp(3), new Nick("BOB"))),
                null);
        assertThat(stored()).containsExactly(guest);
    }

    @Test
    void whatIsTooOldIsGone() {
        var old = new Parting("a", REGISTERED, 1, NOON);
        var young = new Parting("b", REGISTERED, 1, NOON.plusSeconds(300));
        store.append(List.of(parted(1, old)), null);
        store.append(List.of(parted(2, young)), null);
        assertThat(stored()).containsExactly(young);
    }

    private static Event parted(long id, Parting parting) {
        return new Event.Parted(stamp(id), parting);
    }

    private List<Parting> stored() {
        return new PartingStore(JdbcClient.create(dataSource)).all();
    }
}
