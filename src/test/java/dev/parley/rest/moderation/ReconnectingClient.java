package dev.parley.rest.moderation;

import dev.parley.rest.ChatUser;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One who connects again and again, says {@code spam} and the number of the attempt, and goes. */
final class ReconnectingClient implements AutoCloseable {
    static final int A_SECOND = 100;

    private final AtomicInteger attempts = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final String address;
    private final int port;

    ReconnectingClient(String address, int port) {
        this.address = address;
        this.port = port;
        clock.scheduleAtFixedRate(
                () -> Thread.startVirtualThread(this::attempt), 0, 1_000 / A_SECOND, TimeUnit.MILLISECONDS);
    }

    int attempts() {
        return attempts.get();
    }

    private void attempt() {
        int number = attempts.incrementAndGet();
        try (var person = ChatUser.from(address, port)) {
            person.say("spam " + number);
            person.say("/quit");
            while (person.read() != null) {}
        } catch (IOException e) {
            // A reset is an end as well.
        }
    }

    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(10, TimeUnit.SECONDS);
    }
}
