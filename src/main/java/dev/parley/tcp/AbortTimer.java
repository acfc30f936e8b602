package dev.parley.tcp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Absolute deadline of something a client does: unless it is closed in time, the timer resets the connection, which
 * ends every read and write on it. A timeout of the socket would start again with each byte.
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
