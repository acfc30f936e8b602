package dev.parley.tcp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An absolute deadline for something a client does: unless it is closed in time, the connection is cut off, which ends
 * whatever reads from it or writes to it. A timeout of the socket would begin anew with each byte.
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
