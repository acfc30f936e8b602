package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.activity.ActivityEvent;
import dev.parley.activity.ActivityLog;
import dev.parley.activity.ActivityStore;
import dev.parley.activity.EventFilter;
import dev.parley.activity.EventSubject;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.database.WriteBudget;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Nick;
import dev.parley.time.FakeClock;
import dev.parley.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a webhook is sent, whatever its receiver does. Waiting between attempts takes no time here, and is noted. */
class WebhookDispatcherTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final WebhookRetries LIMITS = new WebhookRetries(
            4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofMillis(10));

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final DatabaseExecutor executor = new DatabaseExecutor();
    private HikariDataSource dataSource;
    private final WebhookHttpClient http = new WebhookHttpClient(
            new PublicAddressResolver(
                    new WebhookProperties(true), Executors.newVirtualThreadPerTaskExecutor(), LIMITS.timeout()),
            SSLContexts::createDefault);
    private ActivityLog activity;
    private Webhooks webhooks;
    private WebhookReceiver receiver;

    @BeforeEach
    void open() throws Exception {
        dataSource = TestDatabase.SQLITE_FILE.open(folder);
        activity = new ActivityLog(
                new ActivityStore(new ReadRefusingDataSource(dataSource), dataSource, executor),
                Duration.ofDays(7),
                1 << 20,
                () -> NOON,
                clock);
        activity.load();
        happens("early");
        webhooks = webhooks(LIMITS);
        webhooks.start();
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        webhooks.stop();
        http.close();
        executor.close();
        dataSource.close();
    }

    @Test
    void eventsAreDeliveredOnceInOrder() {
        var webhook = make(EventFilter.ALL);
        IntStream.range(0, 30).forEach(i -> happens("n" + i, "m" + i));
        await().until(() -> standing(webhook).delivered() == 60);
        assertThat(receiver.bodies()).hasSize(60);
        IntStream.range(0, 30).forEach(i -> {
            assertThat(receiver.bodies().get(2 * i)).contains("\"nick\":\"n" + i + "\"");
            assertThat(receiver.bodies().get(2 * i + 1)).contains("\"nick\":\"m" + i + "\"");
        });
        assertThat(standing(webhook).pending()).isZero();
        assertThat(results).hasSize(60).containsOnly("delivered");
    }

    /** Checked as the specification says, by none of our code. */
    @Test
    void deliveryContainsTheEventAndAValidSignature() throws Exception {
        var webhook = make(EventFilter.ALL);
        happens("bob");
        await().until(() -> !receiver.got().isEmpty());
        var got = receiver.got().getFirst();
        assertThat(got.body())
                .isEqualTo("{\"id\":\"" + got.id() + "\",\"type\":\"join\",\"at\":\"2026-11-25T12:00:00Z\","
                        + "\"client\":\"c-bob\",\"nick\":\"bob\",\"address\":\"192.0.2.2\",\"room\":\"#lobby\"}");
        assertThat(got.agent()).isEqualTo("Parley");
        assertThat(got.timestamp()).isEqualTo(Long.toString(NOON.getEpochSecond()));
        String secret = webhook.secret().text();
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        byte[] signed =
                mac.doFinal((got.id() + "." + got.timestamp() + "." + got.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(got.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
    }

    @Test
    void webhookGetsOnlyEventsThatMatchItsFilter() {
        make(new EventFilter(Set.of("join"), null, new Nick("bob"), null));
        happens("eve", "bob", "ann");
        await().until(() -> !receiver.got().isEmpty());
        happens("eve", "bob");
        await().until(() -> receiver.got().size() == 2);
        assertThat(receiver.bodies()).allMatch(body -> body.contains("\"nick\":\"bob\""));
    }

    @Test
    void webhookDoesNotGetTheEventOfItsOwnCreation() {
        Webhook webhook = make(EventFilter.ALL);
        Webhook later = make(EventFilter.ALL);
        created(webhook);
        created(later);
        happens("ann");

        await().until(() ->
                standing(webhook).delivered() == 2 && standing(later).delivered() == 2);
        assertThat(receiver.bodies()).hasSize(4);
        assertThat(standing(webhook).pending()).isZero();
        assertThat(receiver.bodies())
                .filteredOn(body -> body.contains("\"result\":\"" + webhook.creationResult() + "\""))
                .hasSize(1);
    }

    private void created(Webhook webhook) {
        activity.publish(new ActivityEvent.AuditedAction(
                NOON, "token", "127.0.0.1", "make-webhook", "http://x", "", webhook.creationResult()));
        activity.flush();
    }

    @Test
    void failedDeliveryIsRetriedWithBackoffUnderTheSameId() {
        var webhook = make(EventFilter.ALL);
        receiver.answers(500, 302);
        happens("bob", "ann");
        await().until(() -> standing(webhook).delivered() == 2);
        assertThat(receiver.got()).hasSize(4);
        assertThat(receiver.got().subList(0, 3))
                .extracting(WebhookReceiver.ReceivedRequest::id)
                .containsOnly(eventId(0));
        assertThat(receiver.got())
                .extracting(WebhookReceiver.ReceivedRequest::path)
                .containsOnly("/events?from=parley");
        assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(900), Duration.ofMillis(1_800));
        assertThat(results).containsExactly("retried", "retried", "delivered", "delivered");
        assertThat(standing(webhook).lastError()).contains("302");
    }

    @Test
    void deliveryWithoutAResponseIsRetried() {
        var webhook = make(EventFilter.ALL);
        receiver.answers(WebhookReceiver.HANG);
        happens("bob");
        await().until(() -> standing(webhook).delivered() == 1);
        assertThat(receiver.got()).hasSize(2);
        assertThat(standing(webhook).lastError()).isEqualTo("no response in time");
    }

    @Test
    void deliveryThatFailsTooOftenIsListedAndTheNextIsSent() {
        var webhook = make(EventFilter.ALL);
        receiver.answers(500, 500, 500, 500);
        happens("bob", "ann");
        await().until(() -> standing(webhook).delivered() == 1);
        assertThat(receiver.bodies().getLast()).contains("ann");
        assertThat(clock.sleeps())
                .containsExactly(Duration.ofMillis(900), Duration.ofMillis(1_800), Duration.ofMillis(2_700));
        assertThat(results).containsExactly("retried", "retried", "retried", "failed", "delivered");
        assertThat(standing(webhook))
                .returns(1L, Webhook.WebhookStatus::failed)
                .returns(0L, Webhook.WebhookStatus::pending);
        var failures = webhooks.failures(webhook.id(), Long.MAX_VALUE, 10).orElseThrow();
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst())
                .returns(eventId(0), Webhook.Failure::event)
                .returns("join", Webhook.Failure::type)
                .returns(4, Webhook.Failure::attempts)
                .returns("the response has the status 500", Webhook.Failure::lastError)
                .returns(NOON, Webhook.Failure::at);
    }

    @Test
    void deliveryResumesAfterARestartWithoutDuplicates() {
        var webhook = make(EventFilter.ALL);
        happens("n0", "n1");
        await().until(() -> standing(webhook).delivered() == 2);
        webhooks.stop();
        happens("n2", "n3");
        webhooks = webhooks(LIMITS);
        webhooks.start();
        happens("n4");
        await().until(() -> receiver.got().size() == 5);
        await().until(() -> standing(webhook).delivered() == 5);
        assertThat(receiver.got())
                .extracting(WebhookReceiver.ReceivedRequest::id)
                .doesNotHaveDuplicates();
        assertThat(receiver.bodies().getLast()).contains("n4");
        assertThat(standing(webhook).pending()).isZero();
    }

    @Test
    void deliveryInterruptedByAStopIsRepeatedAfterARestart() {
        var webhook = make(
                EventFilter.ALL,
                new WebhookRetries(
                        4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1), Duration.ofMillis(10)));
        receiver.answers(WebhookReceiver.HANG);
        happens("n0", "n1");
        await().until(() -> receiver.got().size() == 1);
        assertThat(standing(webhook).pending()).isEqualTo(2);
        long begun = System.nanoTime();
        webhooks.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        webhooks = webhooks(LIMITS);
        webhooks.start();
        await().until(() -> standing(webhook).delivered() == 2);
        assertThat(receiver.got())
                .extracting(WebhookReceiver.ReceivedRequest::id)
                .containsExactly(eventId(0), eventId(0), eventId(2));
    }

    @Test
    void hangingWebhookDoesNotDelayOthers() throws Exception {
        var slow = make(
                EventFilter.ALL,
                new WebhookRetries(
                        4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1), Duration.ofMillis(10)));
        receiver.answers(WebhookReceiver.HANG);
        happens("n0");
        await().until(() -> receiver.got().size() == 1);
        try (var other = new WebhookReceiver()) {
            webhooks.make(other.url(), EventFilter.ALL, "token").orElseThrow();
            happens("n1", "n2");
            await().until(() -> other.got().size() == 2);
        }
        assertThat(standing(slow).pending()).isEqualTo(3);
    }

    @Test
    void prunedEventsAreDeliveredAsAGap() {
        var webhook = make(EventFilter.ALL);
        webhooks.stop();
        happens("n0");
        happens("n1");
        JdbcClient.create(dataSource)
                .sql("DELETE FROM activity WHERE last_id < (SELECT MAX(last_id) FROM activity)")
                .update();
        webhooks = webhooks(LIMITS);
        webhooks.start();
        await().until(() -> receiver.got().size() == 2);
        assertThat(receiver.got().getFirst().body()).startsWith("{\"type\":\"gap\"");
        assertThat(receiver.got().getFirst().id()).startsWith("gap-");
        assertThat(receiver.bodies().getLast()).contains("n1");
        await().until(() -> standing(webhook).pending() == 0);
    }

    @Test
    void removedWebhookGetsNoEvents() {
        var webhook = make(EventFilter.ALL);
        assertThat(webhooks.remove(webhook.id())).isPresent();
        assertThat(webhooks.remove(webhook.id())).isEmpty();
        var other = make(EventFilter.ALL);
        happens("bob");
        await().until(() -> standing(other).delivered() == 1);
        assertThat(receiver.got()).hasSize(1);
        assertThat(webhooks.failures(webhook.id(), Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void deliveryWaitsForAnUnavailableDatabase() {
        var webhook = make(EventFilter.ALL);
        webhooks.stop();
        happens("n0");
        var jdbc = JdbcClient.create(dataSource);
        jdbc.sql("ALTER TABLE activity RENAME COLUMN lines TO elsewhere").update();
        webhooks = webhooks(LIMITS);
        webhooks.start();
        await().until(() -> !clock.sleeps().isEmpty());
        assertThat(receiver.got()).isEmpty();
        jdbc.sql("ALTER TABLE activity RENAME COLUMN elsewhere TO lines").update();
        await().until(() -> standing(webhook).delivered() == 1);
        assertThat(receiver.bodies().getLast()).contains("n0");
        assertThat(standing(webhook).failed()).isZero();
    }

    private String eventId(int index) {
        return receiver.got().get(index).id();
    }

    private Webhook make(EventFilter filter) {
        return webhooks.make(receiver.url(), filter, "token").orElseThrow();
    }

    private Webhook make(EventFilter filter, WebhookRetries limits) {
        webhooks = webhooks(limits);
        webhooks.start();
        return make(filter);
    }

    private Webhook.WebhookStatus standing(Webhook webhook) {
        return webhooks.all().stream()
                .filter(each -> each.webhook().equals(webhook))
                .findFirst()
                .orElseThrow();
    }

    private void happens(String... nicks) {
        for (String nick : nicks) {
            activity.publish(
                    new ActivityEvent.Joined(NOON, new EventSubject("c-" + nick, nick, null, "192.0.2.2"), "#lobby"));
        }
        activity.flush();
    }

    private Webhooks webhooks(WebhookRetries limits) {
        var store = new WebhookStore(new ReadRefusingDataSource(dataSource), dataSource);
        var stored = new Webhooks(new WebhookContext(
                activity,
                store,
                http,
                limits,
                metrics(),
                new EventIds(() -> NOON),
                () -> NOON,
                clock,
                () -> 0.5,
                new Semaphore(1),
                new WriteBudget(MonotonicClock.SYSTEM)));
        stored.load();
        return stored;
    }

    private WebhookMetrics metrics() {
        return new WebhookMetrics() {
            @Override
            public void attempted(Result result) {
                results.add(result.label());
            }
        };
    }
}
