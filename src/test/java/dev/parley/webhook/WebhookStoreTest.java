package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.activity.EventFilter;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of webhooks, on each of the databases. */
class WebhookStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private WebhookStore store;

    private void open(TestDatabase database) {
        dataSource = database.open(folder);
        store = new WebhookStore(new ReadRefusingDataSource(dataSource), dataSource);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource
    void webhooksAndTheirProgressAreReadInOrderAfterARestart(TestDatabase database) {
        open(database);
        var filtered = webhook(
                7,
                new EventFilter(
                        Set.of("join", "leave"),
                        RoomName.of("#dev").orElseThrow(),
                        new Nick("bob"),
                        IpNetwork.of("10.0.0.0/8").orElseThrow()));
        var plain = webhook(3, EventFilter.ALL);
        store.add(filtered, 11);
        store.add(plain, 12);
        var progress = new Webhook.DeliveryProgress(99, 4, 2, "error 500");
        assertThat(store.save(filtered, progress)).isTrue();
        assertThat(new WebhookStore(new ReadRefusingDataSource(dataSource), dataSource).all())
                .containsExactly(
                        new WebhookStore.Stored(plain, Webhook.DeliveryProgress.from(12)),
                        new WebhookStore.Stored(filtered, progress));
    }

    @ParameterizedTest
    @EnumSource
    void failedDeliveriesAreListedNewestFirstAndSkipped(TestDatabase database) {
        open(database);
        var webhook = webhook(7, EventFilter.ALL);
        store.add(webhook, 1);
        store.add(webhook(8, EventFilter.ALL), 1);
        IntStream.rangeClosed(1, 3).forEach(i -> giveUp(webhook, i));
        assertThat(store.failures(webhook, Long.MAX_VALUE, 2)).containsExactly(failure(3), failure(2));
        assertThat(store.failures(webhook, 2, 2)).containsExactly(failure(1));
        assertThat(store.failures(webhook(8, EventFilter.ALL), Long.MAX_VALUE, 2))
                .isEmpty();
        assertThat(store.all().getFirst().progress()).isEqualTo(progress(3));
        assertThat(store.lastFailure()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE_FILE")
    void oldestFailuresAboveTheLimitAreDeleted(TestDatabase database) {
        open(database);
        var webhook = webhook(7, EventFilter.ALL);
        store.add(webhook, 1);
        IntStream.rangeClosed(1, WebhookStore.MAX_FAILURES + 2).forEach(i -> giveUp(webhook, i));
        var kept = store.failures(webhook, Long.MAX_VALUE, 2_000);
        assertThat(kept).hasSize(WebhookStore.MAX_FAILURES).endsWith(failure(3));
    }

    @ParameterizedTest
    @EnumSource
    void removedWebhookLeavesNoFailuresAndAcceptsNoLaterOnes(TestDatabase database) {
        open(database);
        var webhook = webhook(7, EventFilter.ALL);
        store.add(webhook, 1);
        giveUp(webhook, 1);
        store.remove(webhook);
        giveUp(webhook, 2);
        assertThat(store.all()).isEmpty();
        assertThat(store.failures(webhook, Long.MAX_VALUE, 2)).isEmpty();
        assertThat(store.save(webhook, progress(3))).isFalse();
    }

    private void giveUp(Webhook webhook, int number) {
        store.giveUp(webhook, progress(number), failure(number));
    }

    private static Webhook.DeliveryProgress progress(int number) {
        return new Webhook.DeliveryProgress(number, 0, number, "no");
    }

    private static Webhook.Failure failure(int number) {
        return new Webhook.Failure(number, "e" + number, "join", 10, "error 500", NOON);
    }

    private static Webhook webhook(long number, EventFilter filter) {
        return new Webhook(
                number,
                URI.create("https://example.com/x?y=z"),
                new WebhookSecret("whsec_" + number),
                filter,
                NOON,
                "token");
    }
}
