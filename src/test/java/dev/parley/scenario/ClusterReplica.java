package dev.parley.scenario;

import dev.parley.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One of several replicas of a chat, with a link of its own to the database. When it has ended, it can be started
 * again.
 */
final class ClusterReplica implements AutoCloseable {
    final String name;
    final int port = ParleyProcess.freePort();
    final TcpProxy link;
    private final Path folder;
    private final String database;
    private ParleyProcess process;
    private volatile boolean isReady;
    private volatile @Nullable FirstReturn expected;

    /** First line that is sent after a moment, and returns. */
    private record FirstReturn(long since, CompletableFuture<Long> returned) {}

    ClusterReplica(Path folder, String name, int serverPort, String database) throws IOException {
        this.folder = folder;
        this.name = name;
        this.database = database;
        link = new TcpProxy(0, serverPort);
        start();
    }

    void start() throws IOException {
        process = new ParleyProcess(
                List.of(),
                folder.resolve(name),
                "--parley.tcp.port=" + port,
                "--parley.cluster.enabled=true",
                "--parley.limits.lines-per-second=20",
                "--parley.history.retention-messages=10000000",
                "--spring.datasource.url=" + TestPostgres.url(link.port(), database));
    }

    ParleyProcess process() {
        return process;
    }

    /** Waits until it is ready, and lets clients connect. */
    ClusterReplica awaitReady() {
        process.awaitReady();
        isReady = true;
        return this;
    }

    /** Keeps clients from connecting, as a load balancer does that has noticed a failure. */
    void unready() {
        isReady = false;
    }

    boolean isReady() {
        return isReady;
    }

    /** Completed, with the time, when a client has got a line back that it sent after now. */
    CompletableFuture<Long> nextReturn() {
        var next = new FirstReturn(System.nanoTime(), new CompletableFuture<>());
        expected = next;
        return next.returned();
    }

    /** Notes that a line of a client was delivered to it. */
    void returned(long sentNanos) {
        FirstReturn next = expected;
        if (next != null && sentNanos - next.since() >= 0) {
            next.returned().complete(System.nanoTime());
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        link.close();
    }
}
