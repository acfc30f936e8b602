package dev.parley.rest.clients;

import dev.parley.session.SecretRedactor;
import dev.parley.session.TraceListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Live trace of the traffic of one client. At most {@value #MAX_LINES} lines wait to be read. One more line stops the
 * trace, because the traced client must not wait for the reader.
 */
final class ClientTrace implements TraceListener {
    private static final int MAX_LINES = 5_000;

    private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>(MAX_LINES);
    private volatile boolean overflowed;
    private int read;

    /** @param direction {@code in} for a line from the client, {@code out} for a line to it */
    record Line(String direction, Instant at, String line) {}

    @Override
    public void received(String line) {
        add("in", line);
    }

    @Override
    public void sent(byte[] bytes) {
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(SecretRedactor::hiddenIn)
                .forEach(line -> add("out", line));
    }

    private void add(String direction, String line) {
        var added = new Line(direction, Instant.now().truncatedTo(ChronoUnit.MILLIS), line);
        if (!overflowed && !queue.offer(added)) {
            overflowed = true;
        }
    }

    boolean isOverflowed() {
        return overflowed;
    }

    /** Returns the number of lines taken so far. Must be called by the thread that takes them. */
    int taken() {
        return read;
    }

    /** Takes the new lines. If there is none, waits for one, but at most for this time. */
    List<Line> take(Duration longest) throws InterruptedException {
        List<Line> taken = new ArrayList<>();
        Line first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            queue.drainTo(taken);
        }
        read += taken.size();
        return taken;
    }
}
