package dev.parley.tcp;

import dev.parley.tcp.accept.TcpMetrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * Self-test that connects every 5 s to the port that clients use, sends three lines, and checks that they come back in
 * order and in time. The test covers the listener, a reader, the chat thread and a writer. A canary connection is
 * recognized by its source address and port, which no other client can have at the same time. The connection is
 * accepted even when the service is full, and the chat hides it from everyone.
 */
final class Canary {
    /** @param trouble what went wrong; null if the lines came back */
    record Visit(long nanos, @Nullable String trouble) {}

    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(2);
    private static final int LINES = 3;

    /** Age above which a visit is too old to show anything. */
    private static final long STALE_NANOS =
            INTERVAL.plus(ECHO_TIMEOUT).multipliedBy(2).toNanos();

    private final Set<SocketAddress> sources = ConcurrentHashMap.newKeySet();
    private final TaskScheduler scheduler;
    private final TcpMetrics metrics;
    private volatile Visit last = new Visit(System.nanoTime(), "no check has finished yet");
    private @Nullable ScheduledFuture<?> visits;

    Canary(TaskScheduler scheduler, TcpMetrics metrics) {
        this.scheduler = scheduler;
        this.metrics = metrics;
    }

    /** Whether an accepted connection is the canary's. */
    boolean owns(Socket accepted) {
        return sources.contains(accepted.getRemoteSocketAddress());
    }

    /** Starts the visits, and returns after the first visit. */
    void start(InetAddress listener, int port) {
        var target =
                new InetSocketAddress(listener.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listener, port);
        visit(target);
        visits = scheduler.scheduleWithFixedDelay(
                () -> visit(target), scheduler.getClock().instant().plus(INTERVAL), INTERVAL);
    }

    void stop() {
        if (visits != null) {
            visits.cancel(true);
        }
    }

    /** Returns what is wrong; null if nothing is wrong. */
    @Nullable
    String trouble() {
        Visit visit = last;
        return System.nanoTime() - visit.nanos() > STALE_NANOS ? "the last check has not finished" : visit.trouble();
    }

    private void visit(InetSocketAddress target) {
        long begun = System.nanoTime();
        String trouble = chat(target);
        long now = System.nanoTime();
        if (trouble == null) {
            metrics.canaryHeard(now - begun);
        } else {
            metrics.canaryFailed();
        }
        if (trouble != null && last.trouble() == null) {
            log.warn("The canary's check of the chat failed: {}", trouble);
        }
        last = new Visit(now, trouble);
    }

    private @Nullable String chat(InetSocketAddress target) {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(target.getAddress(), 0));
            SocketAddress source = socket.getLocalSocketAddress();
            sources.add(source);
            try {
                socket.connect(target, (int) ECHO_TIMEOUT.toMillis());
                return chat(socket);
            } finally {
                sources.remove(source);
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static @Nullable String chat(Socket socket) throws IOException {
        String token = Long.toHexString(ThreadLocalRandom.current().nextLong());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ECHO_TIMEOUT.toMillis());
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i < LINES; i++) {
            socket.getOutputStream().write((token + ' ' + i + '\n').getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < LINES; i++) {
            String line = lines.readLine();
            if (line == null || !line.endsWith("> " + token + ' ' + i)) {
                return "sent " + token + ' ' + i + ", received " + (line == null ? "nothing" : line);
            }
        }
        return null;
    }
}
