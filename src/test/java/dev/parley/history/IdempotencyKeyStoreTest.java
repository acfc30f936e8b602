package dev.parley.history;

import static dev.parley.history.Happened.DEV;
import static dev.parley.history.Happened.NOON;
import static dev.parley.history.Happened.deleted;
import static dev.parley.history.Happened.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.Database;
import dev.parley.protocol.Event;
import dev.parley.protocol.Ids;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(Database.class)
class KeyedStoreTest {
    @Parameter
    Database database;

    @Test
    void whatWasSaidWithAKeyLatelyIsKnownAfterARestart(@TempDir Path folder) {
        try (HikariDataSource dataSource = database.open(folder)) {
            var store = new EventStore(dataSource, 1);
            Event old = keyed(NOON.minus(Duration.ofMinutes(10)).minusMillis(1), "old");
            Event first = keyed(NOON.minus(Duration.ofMinutes(10)).plusMillis(1), "first");
            Event second = keyed(NOON.minusMillis(1), "second");
            long now = Ids.at(NOON.toEpochMilli());
            Event third = keyed(NOON, "deleted");
            store.append(
                    List.of(old, first, second, third, said(now + 1, DEV, "no key"), deleted(now + 2, DEV, now)), null);
            assertThat(new KeyedStore(JdbcClient.create(dataSource)).before(NOON))
                    .isEqualTo(List.of(first, second));
        }
    }

    @Test
    void theKeysOfADroppedAccountAreForgotten(@TempDir Path folder) {
        try (HikariDataSource dataSource = database.open(folder)) {
            var store = new EventStore(dataSource, 1);
            Event dropped = keyed(NOON, "@a_n k1");
            Event other = keyed(NOON.plusMillis(1), "@abn k1");
            var stamp = new Stamp(Ids.at(NOON.plusMillis(2).toEpochMilli()), NOON.plusMillis(2), 0);
            store.append(List.of(dropped, other, new Event.AccountDropped(stamp, new Nick("A_n"))), null);
            assertThat(new KeyedStore(JdbcClient.create(dataSource)).before(NOON))
                    .isEqualTo(List.of(other));
        }
    }

    private static Event.Said keyed(Instant at, String key) {
        var stamp = new Stamp(Ids.at(at.toEpochMilli()), at, 0);
        return new Event.Said(stamp, DEV, new Nick("ann"), "hello", key);
    }
}
