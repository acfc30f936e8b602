package dev.parley.history;

import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.NOON;
import static dev.parley.history.SampleEvents.deleted;
import static dev.parley.history.SampleEvents.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotencyKeyStoreTest extends HistoryFixture {
    @Test
    void keysOfTheLastTenMinutesAreRestored() {
        ChatEvent old = keyed(NOON.minus(Duration.ofMinutes(10)).minusMillis(1), "old");
        ChatEvent first = keyed(NOON.minus(Duration.ofMinutes(10)).plusMillis(1), "first");
        ChatEvent second = keyed(NOON.minusMillis(1), "second");
        long now = EventIds.at(NOON.toEpochMilli());
        ChatEvent third = keyed(NOON, "deleted");
        store.append(
                List.of(old, first, second, third, said(now + 1, DEV, "no key"), deleted(now + 2, DEV, now)), null);
        assertThat(new IdempotencyKeyStore(jdbc).before(NOON)).isEqualTo(List.of(first, second));
    }

    @Test
    void keysOfADroppedAccountAreNotRestored() {
        ChatEvent dropped = keyed(NOON, "@a_n k1");
        ChatEvent other = keyed(NOON.plusMillis(1), "@abn k1");
        var stamp = new Stamp(EventIds.at(NOON.plusMillis(2).toEpochMilli()), NOON.plusMillis(2), 0);
        store.append(List.of(dropped, other, new ChatEvent.AccountDropped(stamp, new Nick("A_n"))), null);
        assertThat(new IdempotencyKeyStore(jdbc).before(NOON)).isEqualTo(List.of(other));
    }

    private static ChatEvent.Said keyed(Instant at, String key) {
        var stamp = new Stamp(EventIds.at(at.toEpochMilli()), at, 0);
        return new ChatEvent.Said(stamp, DEV, new Nick("ann"), "hello", key);
    }
}
