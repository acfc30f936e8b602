package dev.parley.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
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
    private final ClientLog log;
    private @Nullable Health last;
    private long lastNanos;

    ChatHealthIndicator(ChatListener listener, InetAddress address, ClientLog log) {
        this.listener = listener;
        this.log = log;
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
        String pong = "*** pong " + Long.toHexString(ThreadLocalRandom.current().nextLong());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, listener.port()), TIMEOUT_MILLIS);
            log.ignore(socket.getLocalSocketAddress());
            String ping = pong.replace("*** pong", "/ping");
            socket.getOutputStream().write(("/format text\n" + ping + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = lastLine(socket, pong);
            return answer.equals(pong)
                    ? Health.up().build()
                    : Health.down().withDetail("answer", answer).build();
        } catch (IOException e) {
            return Health.down(e).build();
        }
    }

    /** The expected line, or the last before the connection was ended or time was up: others may talk meanwhile. */
    private static String lastLine(Socket socket, String expected) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String last = "";
        while (!last.equals(expected) && System.nanoTime() - deadline < 0) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            last = line;
        }
        return last;
    }
}
