package dev.parley.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Chats: sends a ping to our own port and awaits the pong, so that it sees the listener, the reader, the chat thread and
 * the writer. An answer is kept for 5 s.
 */
final class ChatHealthIndicator implements HealthIndicator {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ChatListener listener;
    private final InetAddress address;
    private @Nullable Health last;
    private long lastNanos;

    ChatHealthIndicator(ChatListener listener, InetAddress address) {
        this.listener = listener;
        this.address = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    @Override
    public synchronized Health health() {
        long now = System.nanoTime();
        if (last == null || now - lastNanos > KEPT_NANOS) {
            last = ping();
            lastNanos = now;
        }
        return last;
    }

    private Health ping() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, listener.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("/ping health\n".getBytes(StandardCharsets.UTF_8));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answer = lines.readLine();
            while (answer != null && !answer.contains("pong health") && !answer.startsWith("*** error")) {
                answer = lines.readLine();
            }
            boolean pong = answer != null && answer.contains("pong health");
            return pong
                    ? Health.up().build()
                    : Health.down().withDetail("answer", String.valueOf(answer)).build();
        } catch (IOException e) {
            return Health.down(e).build();
        }
    }
}
