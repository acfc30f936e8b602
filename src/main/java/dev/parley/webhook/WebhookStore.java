package dev.parley.webhook;

import dev.parley.activity.EventFilter;
import dev.parley.database.NetworkTimeoutDataSource;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Webhooks in the database, with their progress and the events that they gave up. Safe for any thread. */
final class WebhookStore {
    /** Most failures that are kept for one webhook; a further one replaces the oldest. */
    static final int MAX_FAILURES = 1_000;

    private static final String INSERT = """
            INSERT INTO webhook (number, url, secret, types, room, nick, network, created_at, created_by,
                last_event_id, delivered, failed, last_error)
            VALUES (:number, :url, :secret, :types, :room, :nick, :network, :createdAt, :createdBy,
                :lastEventId, 0, 0, '')""";
    private static final String SAVE = """
            UPDATE webhook SET last_event_id = :lastEventId, delivered = :delivered, failed = :failed, last_error = :lastError
            WHERE number = :number""";
    private static final String GIVE_UP = """
            INSERT INTO webhook_failure (webhook, number, event, type, attempts, last_error, at)
            VALUES (:webhook, :number, :event, :type, :attempts, :lastError, :at)""";
    private static final String FORGET = """
            DELETE FROM webhook_failure WHERE webhook = :webhook AND number <= (
                SELECT number FROM webhook_failure WHERE webhook = :webhook ORDER BY number DESC LIMIT 1 OFFSET :most)""";
    private static final String FAILURES =
            "SELECT * FROM webhook_failure WHERE webhook = ? AND number < ? ORDER BY number DESC LIMIT ?";

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    record Stored(Webhook webhook, Webhook.DeliveryProgress progress) {}

    WebhookStore(DataSource writer, DataSource reader) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        jdbc = JdbcClient.create(impatient);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    List<Stored> all() {
        return reader.sql("SELECT * FROM webhook ORDER BY number")
                .query((row, number) -> new Stored(webhook(row), progress(row)))
                .list();
    }

    void add(Webhook webhook, long reached) {
        EventFilter filter = webhook.filter();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("number", webhook.number());
        columns.put("url", webhook.url().toString());
        columns.put("secret", webhook.secret().text());
        columns.put("types", filter.types().stream().sorted().collect(Collectors.joining(",")));
        columns.put("room", text(filter.room(), RoomName::value));
        columns.put("nick", text(filter.nick(), Nick::value));
        columns.put("network", text(filter.network(), IpNetwork::toString));
        columns.put("createdAt", webhook.createdAt().toEpochMilli());
        columns.put("createdBy", webhook.createdBy());
        columns.put("lastEventId", reached);
        jdbc.sql(INSERT).params(columns).update();
    }

    void remove(Webhook webhook) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM webhook WHERE number = ?")
                    .param(webhook.number())
                    .update();
            jdbc.sql("DELETE FROM webhook_failure WHERE webhook = ?")
                    .param(webhook.number())
                    .update();
        });
    }

    /** Stores the progress; returns whether the webhook still exists. */
    boolean save(Webhook webhook, Webhook.DeliveryProgress progress) {
        return jdbc.sql(SAVE)
                        .param("lastEventId", progress.lastEventId())
                        .param("delivered", progress.delivered())
                        .param("failed", progress.failed())
                        .param("lastError", progress.lastError())
                        .param("number", webhook.number())
                        .update()
                > 0;
    }

    /**
     * Stores the progress and the failure in one transaction, so that an event that is listed as given up is not sent
     * again.
     */
    void giveUp(Webhook webhook, Webhook.DeliveryProgress progress, Webhook.Failure failure) {
        transactions.executeWithoutResult(status -> {
            if (save(webhook, progress)) {
                jdbc.sql(GIVE_UP)
                        .param("webhook", webhook.number())
                        .param("number", failure.number())
                        .param("event", failure.event())
                        .param("type", failure.type())
                        .param("attempts", failure.attempts())
                        .param("lastError", failure.lastError())
                        .param("at", failure.at().toEpochMilli())
                        .update();
                jdbc.sql(FORGET)
                        .param("webhook", webhook.number())
                        .param("most", MAX_FAILURES)
                        .update();
            }
        });
    }

    /** Returns failures older than the one with this number, newest first. */
    List<Webhook.Failure> failures(Webhook webhook, long before, int most) {
        return reader.sql(FAILURES)
                .param(webhook.number())
                .param(before)
                .param(most)
                .query((row, number) -> new Webhook.Failure(
                        row.getLong("number"),
                        row.getString("event"),
                        row.getString("type"),
                        row.getInt("attempts"),
                        row.getString("last_error"),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list();
    }

    /** Returns the highest number of a failure of any webhook. */
    long lastFailure() {
        return reader.sql("SELECT COALESCE(MAX(number), 0) FROM webhook_failure")
                .query(Long.class)
                .single();
    }

    private static <T> @Nullable String text(@Nullable T value, Function<T, String> text) {
        return value == null ? null : text.apply(value);
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String types = row.getString("types");
        String room = row.getString("room");
        String nick = row.getString("nick");
        String network = row.getString("network");
        return new Webhook(
                row.getLong("number"),
                URI.create(row.getString("url")),
                new WebhookSecret(row.getString("secret")),
                new EventFilter(
                        types.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(types.split(","))),
                        room == null ? null : new RoomName(room),
                        nick == null ? null : new Nick(nick),
                        network == null ? null : IpNetwork.of(network).orElseThrow()),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"));
    }

    private static Webhook.DeliveryProgress progress(ResultSet row) throws SQLException {
        return new Webhook.DeliveryProgress(
                row.getLong("last_event_id"),
                row.getLong("delivered"),
                row.getLong("failed"),
                row.getString("last_error"));
    }
}
