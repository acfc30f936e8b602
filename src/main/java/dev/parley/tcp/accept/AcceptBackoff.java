package dev.parley.tcp.accept;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits after a failed accept, 10 ms doubling to 1 s as in NATS, and logs at most one line in 10 s. */
final class AcceptBackoff {
    private static final Logger log = LoggerFactory.getLogger(AcceptBackoff.class);
    private static final long MIN_DELAY_MILLIS = 10;
    private static final long MAX_DELAY_MILLIS = 1_000;
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long millis = MIN_DELAY_MILLIS;
    private long lastLogged = System.nanoTime() - LOG_INTERVAL_NANOS;

    void succeeded() {
        millis = MIN_DELAY_MILLIS;
    }

    void failed(IOException cause) {
        long now = System.nanoTime();
        if (now - lastLogged >= LOG_INTERVAL_NANOS) {
            lastLogged = now;
            log.warn("Could not accept a connection, retrying: {}", cause.getMessage());
        }
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        millis = Math.min(MAX_DELAY_MILLIS, millis * 2);
    }
}
