package dev.parley.tcp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Absolute deadline for one step of a client. Unless the timer is closed in time, it resets the connection, which ends
 * every read and write. A timeout of the socket would start again with each byte.
 */
final class AbortTimer implements AutoCloseable {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    AbortTimer(Duration time, Runnable cutOff) {
        done.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
        done.exceptionallyAsync(
                late -> {
                    cutOff.run();
                    return null;
                },
                Thread::startVirtualThread);
    }

    @Override
    public void close() {
        done.complete(null);
    }
}
