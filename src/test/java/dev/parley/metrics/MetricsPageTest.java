package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** Chats over real sockets and looks at the page that Prometheus reads. */
@StartedService
class MetricsPageTest {
    @Autowired
    ListenerLifecycle chat;

    @Autowired
    BuildProperties build;

    @LocalManagementPort
    int managementPort;

    private ManagementClient management;
    private Map<String, Double> before;

    @BeforeEach
    void nobodyIsThere() {
        management = new ManagementClient(managementPort);
        await().untilAsserted(() -> assertThat(management.scrape())
                .containsEntry("parley_connections{listener=\"plain\"}", 0.0)
                .containsEntry("parley_rooms", 1.0)
                .containsEntry("parley_users", 0.0));
        before = management.scrape();
    }

    @Test
    void exactlyTheExpectedSeriesAreExportedFromTheStart() {
        var ours = before.keySet().stream()
                .filter(series -> series.startsWith("parley_") && !series.contains("_bucket"))
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(ExpectedSeries.series(build.getVersion()));
        assertThat(before).containsEntry("parley_outbound_queue_bytes_limit", 1_048_576.0);
        assertThat(before.get("parley_connections_limit")).isBetween(1.0, 10_000.0);
    }

    @Test
    void histogramsHaveTheirBuckets() {
        assertThat(bounds("parley_broadcast_fanout"))
                .containsExactlyInAnyOrder("1.0", "10.0", "100.0", "1000.0", "10000.0", "+Inf");
        assertThat(bounds("parley_delivery_seconds")).contains("0.001", "10.0", "+Inf");
        assertThat(bounds("parley_connection_duration_seconds")).contains("1.0", "86400.0", "+Inf");
    }

    @Test
    void springIntegrationMetricsAreNotExported() {
        assertThat(before.keySet()).noneMatch(series -> series.startsWith("spring_integration_"));
    }

    @Test
    void connectionsAndDisconnectsAreCounted() throws IOException {
        try (var anna = client();
                var bob = client();
                var carl = client()) {
            for (var client : List.of(anna, bob, carl)) {
                client.send("/ping there").hear("pong there");
            }
            assertThat(now("parley_connections{listener=\"plain\"}")).isEqualTo(3);
            assertThat(now("parley_users")).isZero();

            anna.send("/quit").hearTheEnd();
            anna.close();
            bob.endInput();
            carl.reset();
        }

        await().untilAsserted(() -> assertThat(moved("parley_disconnects_total"))
                .isEqualTo(Map.of("quit", 1.0, "client-closed", 1.0, "client-reset", 1.0)));
        assertThat(moved("parley_connections_accepted_total")).isEqualTo(Map.of("", 3.0));
        assertThat(moved("parley_connection_duration_seconds_count")).isEqualTo(Map.of("", 3.0));
        assertThat(moved("parley_connections_rejected_total")).isEmpty();
        assertThat(now("parley_connections{listener=\"plain\"}")).isZero();
    }

    @Test
    void lineAndByteCountsMatchTheTrafficOnTheWire() throws IOException {
        try (var anna = client();
                var bob = client()) {
            anna.send("/nick anna").hear("You are anna in").hear("You are anna");
            bob.send("/nick bob").hear("You are bob in").hear("You are bob");
            anna.send("hello").hear("<anna> hello");
            bob.hear("<anna> hello").send("").send("//x").hear("<bob> /x");
            anna.send("/help").hear("/quit").send("/quit").hearTheEnd();
            bob.send("/quit").hearTheEnd();

            await().untilAsserted(() -> {
                assertThat(delta("parley_lines_received_total")).isEqualTo(anna.linesSent + bob.linesSent);
                assertThat(delta("parley_bytes_received_total")).isEqualTo(anna.bytesSent + bob.bytesSent);
                assertThat(delta("parley_lines_sent_total")).isEqualTo(anna.linesReceived + bob.linesReceived);
                assertThat(delta("parley_bytes_sent_total")).isEqualTo(anna.bytesReceived + bob.bytesReceived);
            });
        }
        assertThat(delta("parley_delivery_seconds_count")).isBetween(6.0, delta("parley_lines_sent_total"));
        assertThat(delta("parley_delivery_seconds_sum")).isCloseTo(0.5, within(0.5));
    }

    @Test
    void messagesPeopleAndRoomsAreCounted() throws IOException {
        try (var anna = client();
                var bob = client();
                var carl = client()) {
            bob.send("/nick bob").hear("You are bob");
            carl.send("/ping there").hear("pong there");
            anna.send("/join #dev").hear("You are in #dev");
            assertThat(now("parley_rooms")).isEqualTo(2);
            assertThat(now("parley_users")).isEqualTo(2);

            double events = now("parley_broadcast_fanout_count");
            double hearers = now("parley_broadcast_fanout_sum");
            anna.send("/msg #lobby hello").hear("hello");
            assertThat(now("parley_broadcast_fanout_count") - events).isEqualTo(1);
            assertThat(now("parley_broadcast_fanout_sum") - hearers).isEqualTo(3);

            anna.send("/me waves").hear(" waves").send("/msg bob hi").hear("[-> bob] hi");
            assertThat(delta("parley_messages_total")).isEqualTo(3);
        }
    }

    @Test
    void commandsAndErrorsAreCountedByWordAndCode() throws IOException {
        try (var anna = client()) {
            anna.send("hello").send("/WHO").send("/who").send("/join #dev").send("/leave #dev");
            anna.send("/nope").send("/nope2").send("/nick").send("/nick 1").send("/msg nobody hi");
            anna.send(new byte[] {(byte) 0xC3, 'x', '\n'}).send("x".repeat(5_000));
            anna.send("/ping done").hear("pong done");
        }

        assertThat(moved("parley_commands_total"))
                .isEqualTo(Map.of(
                        "who", 2.0, "join", 1.0, "leave", 1.0, "other", 2.0, "nick", 1.0, "msg", 1.0, "ping", 1.0));
        assertThat(moved("parley_line_errors_total"))
                .isEqualTo(Map.of(
                        "unknown-command", 2.0,
                        "bad-argument", 1.0,
                        "nick-invalid", 1.0,
                        "no-such-user", 1.0,
                        "invalid-utf8", 1.0,
                        "line-too-long", 1.0));
    }

    @Test
    void newRoomsAndNicksAddNoSeries() throws IOException {
        try (var anna = client()) {
            for (int i = 0; i < 300; i++) {
                anna.send("/join #room" + i).send("/nick anna" + i);
            }
            anna.hear("You are anna299");

            var page = management.scrape();
            assertThat(page).containsEntry("parley_rooms", 301.0).hasSizeLessThan(2_000);
            assertThat(page.keySet().stream().filter(series -> series.startsWith("parley_")))
                    .containsExactlyInAnyOrderElementsOf(before.keySet().stream()
                            .filter(series -> series.startsWith("parley_"))
                            .toList());
        }
    }

    private CountingChatClient client() throws IOException {
        return new CountingChatClient(chat.port());
    }

    private double now(String series) {
        return management.scrape().get(series);
    }

    private double delta(String series) {
        return now(series) - before.get(series);
    }

    /** The series of this name that have grown since the test began, by the value of their label, and by how much. */
    private Map<String, Double> moved(String name) {
        var moved = new TreeMap<String, Double>();
        management.scrape().forEach((series, value) -> {
            if (series.split("\\{")[0].equals(name) && value > before.get(series)) {
                String[] parts = series.split("\"");
                moved.put(parts.length > 1 ? parts[1] : "", value - before.get(series));
            }
        });
        return moved;
    }

    private Stream<String> bounds(String name) {
        return before.keySet().stream()
                .filter(series -> series.startsWith(name + "_bucket"))
                .map(series -> series.split("\"")[1]);
    }
}
