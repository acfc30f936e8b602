package dev.parley.tcp;

import static java.util.stream.Collectors.joining;

import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.session.ClosedSession;
import dev.parley.session.SessionSnapshot;
import dev.parley.time.MonotonicClock;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of closed connections and of failures while serving them. Anyone can connect and disconnect, so the log is
 * limited to a burst of 20 lines and one line per second after the burst. A later line states how many lines were left
 * out.
 */
final class ConnectionLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLog.class);
    private static final int BURST = 20;

    private final Executor later;
    private final Bucket lines;
    private int leftOut;

    /** @param later runs a task after a delay */
    ConnectionLog(MonotonicClock clock, Executor later) {
        this.later = later;
        this.lines = Bucket.builder()
                .addLimit(limit -> limit.capacity(BURST).refillGreedy(1, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new MonotonicTimeMeter(clock))
                .build();
    }

    void closed(ClosedSession ended) {
        if (!log.isInfoEnabled() || !admits()) {
            return;
        }
        var line = log.atInfo();
        Map<String, Object> fields = fields(ended);
        fields.forEach(line::addKeyValue);
        line.log(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(joining(" ", "closed ", "")));
    }

    void failed(String clientId, RuntimeException e) {
        if (admits()) {
            log.error("Could not serve client {}", clientId, e);
        }
    }

    /** Logs the number of lines that were left out. */
    @Override
    public void close() {
        int count = takeLeftOut();
        if (count > 0) {
            log.info("{} more log lines about clients were suppressed", count);
        }
    }

    private static Map<String, Object> fields(ClosedSession ended) {
        SessionSnapshot client = ended.client();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clientId", client.id());
        fields.put("reason", ended.reason().label());
        fields.put("address", client.address().getHostAddress());
        fields.put("listener", client.listener());
        fields.put("seconds", ended.lasted().toMillis() / 1e3);
        fields.put("linesIn", client.linesIn());
        fields.put("linesOut", client.linesOut());
        return fields;
    }

    private synchronized boolean admits() {
        boolean admitted = lines.tryConsume(1);
        if (!admitted && leftOut++ == 0) {
            later.execute(this::close);
        }
        return admitted;
    }

    private synchronized int takeLeftOut() {
        int count = leftOut;
        leftOut = 0;
        return count;
    }
}
