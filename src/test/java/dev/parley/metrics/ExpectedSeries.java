package dev.parley.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What operators rely on: the names of the series and all their labels' values, written out. */
final class ExpectedSeries {
    private ExpectedSeries() {}

    static List<String> series(String version) {
        return Stream.of(
                        labelled("parley_connections", "listener", "plain tls"),
                        plain("parley_connections_limit"),
                        plain("parley_tls_certificate_expiry_seconds"),
                        labelled("parley_build_info", "version", version),
                        plain("parley_connections_accepted_total"),
                        labelled(
                                "parley_connections_rejected_total",
                                "reason",
                                "server-full too-many-connections banned busy not-allowed draining"),
                        labelled(
                                "parley_disconnects_total",
                                "reason",
                                "quit client-closed client-reset kicked banned slow-consumer write-timeout line-timeout auth-timeout"
                                        + " line-too-long http tls-on-plain other-protocol tls-handshake restart internal"),
                        histogram("parley_connection_duration_seconds"),
                        labelled(
                                "parley_operator_actions_total",
                                "action",
                                "kick notice announce ban unban mute unmute delete change-room close-room undo read trace backup"
                                        + " make-account drop-account reset-password set-role make-token revoke-token"
                                        + " make-webhook remove-webhook drain undrain set-log-level guess-token"
                                        + " confirm-clock"),
                        plain("parley_lines_received_total"),
                        plain("parley_lines_sent_total"),
                        plain("parley_bytes_received_total"),
                        plain("parley_bytes_sent_total"),
                        histogram("parley_broadcast_fanout"),
                        histogram("parley_delivery_seconds"),
                        labelled("parley_outbound_queue_bytes", "stat", "sum max"),
                        plain("parley_outbound_queue_bytes_limit"),
                        labelled(
                                "parley_line_errors_total",
                                "code",
                                "unknown-command bad-argument nick-in-use nick-invalid nick-reserved no-such-room"
                                        + " no-such-user not-in-room room-full too-many-rooms line-too-long invalid-utf8"
                                        + " rate-limited auth-failed not-allowed muted busy unavailable draining banned"),
                        plain("parley_flood_delays_total"),
                        labelled(
                                "parley_commands_total",
                                "command",
                                "say me msg nick join leave rooms who topic history since register login password drop resume logout room invite kick ban unban clients mute unmute announce format echo ignore away ping help quit other"),
                        labelled("parley_alarm", "type", "memory history disk clock"),
                        histogram("parley_history_write_seconds"),
                        plain("parley_history_pending"),
                        plain("parley_drain_state"),
                        histogram("parley_canary_seconds"),
                        plain("parley_canary_failures_total"),
                        plain("parley_rooms"),
                        plain("parley_users"),
                        plain("parley_messages_total"),
                        plain("parley_term"),
                        plain("parley_bans_active"),
                        plain("parley_mutes_active"),
                        labelled("parley_webhook_deliveries_total", "result", "delivered retried failed"))
                .flatMap(series -> series)
                .toList();
    }

    private static Stream<String> plain(String name) {
        return Stream.of(name);
    }

    private static Stream<String> histogram(String name) {
        return Stream.of(name + "_count", name + "_sum");
    }

    private static Stream<String> labelled(String name, String label, String values) {
        return Arrays.stream(values.split(" ")).map(value -> name + "{" + label + "=\"" + value + "\"}");
    }
}
