package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The clients of one server, all on the calling thread and one selector, so that they take little of the machine. */
final class ClientCrowd implements AutoCloseable {
    /** Prime to the usual numbers of clients, so that not always the same ones are looked at. */
    private static final int SAMPLE = 13;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration PROBE = Duration.ofMillis(100);
    private static final int ACCEPTED_MILLIS = 5;
    private static final int NOBODY = -1;

    /** What a load did. */
    record Tally(long lines, long deliveries, double seconds, Latencies latencies, int lost) {}

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final List<CrowdClient> peers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final WireProtocol dialect;
    private final LoadShape shape;
    private final int mute;
    private Latencies latencies = new Latencies(SAMPLE);
    private long lines;
    private long deliveries;
    private long heardNanos;
    private int lost;

    private ClientCrowd(WireProtocol dialect, LoadShape shape, int mute) throws IOException {
        this.dialect = dialect;
        this.shape = shape;
        this.mute = mute;
    }

    static ClientCrowd connect(ServerProcess server, LoadShape shape) throws IOException {
        return connect(server, shape, NOBODY);
    }

    /** The last of the clients never reads. */
    static ClientCrowd connectWithMute(ServerProcess server, LoadShape shape) throws IOException {
        return connect(server, shape, shape.clients() - 1);
    }

    private static ClientCrowd connect(ServerProcess server, LoadShape shape, int mute) throws IOException {
        var crowd = new ClientCrowd(server.dialect(), shape, mute);
        try {
            crowd.addPeers(server);
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    private void addPeers(ServerProcess server) throws IOException {
        int backlog = server.backlog();
        for (int i = 0; i < shape.clients(); i++) {
            peers.add(new CrowdClient(i, server, shape, selector, this));
            if (i % backlog == backlog - 1) {
                var newest = peers.subList(peers.size() - backlog, peers.size());
                receiveUntil("greeted", () -> newest.stream().allMatch(CrowdClient::isReady));
                receive(ACCEPTED_MILLIS);
            }
        }
        receiveUntil("greeted", () -> peers.stream().allMatch(CrowdClient::isReady));
    }

    /** Lines are said, by one in every room, until everyone has heard one: who has not may not be accepted yet. */
    void sayUntilHeard() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!peers.stream().allMatch(CrowdClient::hasHeard)) {
            for (CrowdClient sender : peers.subList(0, shape.rooms())) {
                sender.say(System.nanoTime());
            }
            long next = System.nanoTime() + PROBE.toNanos();
            while (System.nanoTime() < next && !peers.stream().allMatch(CrowdClient::hasHeard)) {
                receive(10);
            }
            failAfter(end, "heard a line");
        }
    }

    /** What is still on its way, such as the coming of others, is received. */
    void settle() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        heardNanos = System.nanoTime();
        while (System.nanoTime() - heardNanos < QUIET.toNanos()) {
            receive(10);
            failAfter(end, "heard everything");
        }
    }

    /** Each sender keeps a window of its own lines on their way. */
    Tally closedLoop(int senders, int window, Duration duration) throws IOException {
        return load(duration, SAMPLE, (start, now) -> {
            for (CrowdClient sender : peers.subList(0, senders)) {
                sender.fillWindow(window);
            }
            return 20;
        });
    }

    /** So many lines a second in all, whether the server keeps up or not; latencies are from when each was due. */
    Tally openLoop(int senders, int linesPerSecond, Duration duration) throws IOException {
        long interval = 1_000_000_000L / linesPerSecond;
        var said = new int[1];
        return load(duration, 1, (start, now) -> {
            long due = start + said[0] * interval;
            for (; due <= now; due += interval) {
                peers.get(said[0]++ % senders).say(due);
            }
            return (due - now) / 1_000_000;
        });
    }

    /** Says what is due; returns for how many milliseconds nothing will be. */
    private interface Speaker {
        long speak(long start, long now) throws IOException;
    }

    private Tally load(Duration duration, int sample, Speaker speaker) throws IOException {
        latencies = new Latencies(sample);
        lines = 0;
        deliveries = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < duration.toNanos()) {
            receive(speaker.speak(start, now));
            now = System.nanoTime();
        }
        return new Tally(lines, deliveries, (now - start) / 1e9, latencies, lost);
    }

    private void receiveUntil(String what, BooleanSupplier done) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            receive(10);
            failAfter(end, what);
        }
    }

    private void failAfter(long end, String what) throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException(
                    "not all %,d clients %s within %d s".formatted(peers.size(), what, PATIENCE.toSeconds()));
        }
    }

    private void receive(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow(this::receive);
        } else {
            selector.select(this::receive, millis);
        }
    }

    private void receive(SelectionKey key) {
        heardNanos = System.nanoTime();
        ((CrowdClient) key.attachment()).receive(buffer);
    }

    void said() {
        lines++;
    }

    void delivered(CrowdClient hearer, ByteBuffer bytes, int mark) {
        deliveries++;
        CrowdClient sender = sayer(hearer);
        if (sender.isWaiting() && MessageMark.sender(bytes, mark) == sender.index) {
            sender.confirmed();
        }
        if (latencies.wantsNext()) {
            latencies.add(System.nanoTime() - MessageMark.time(bytes, mark));
        }
    }

    /**
     * Whose lines have come back when this client hears them: its own, or where none are echoed the one's before it.
     */
    private CrowdClient sayer(CrowdClient hearer) {
        return dialect.echoes() ? hearer : peers.get((hearer.index + peers.size() - shape.rooms()) % peers.size());
    }

    void lost() {
        lost++;
    }

    int mute() {
        return mute;
    }

    WireProtocol dialect() {
        return dialect;
    }

    LoadShape shape() {
        return shape;
    }

    @Override
    public void close() throws IOException {
        peers.forEach(CrowdClient::close);
        selector.close();
    }
}
