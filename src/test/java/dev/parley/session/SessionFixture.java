package dev.parley.session;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.HeldChatThread;
import dev.parley.codec.StatusLines;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.StatusCode;
import dev.parley.session.broadcast.BroadcastService;
import dev.parley.session.port.DisconnectReason;
import dev.parley.session.port.SessionMetrics;
import dev.parley.time.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Sessions on connections that record what is written. Writers and clocks advance only when a test advances them. */
public final class SessionFixture {
    static final SessionLimits LIMITS = limits(Long.MAX_VALUE);

    static final Duration WINDOW = Duration.ofSeconds(40);
    boolean isAwaited;

    static SessionLimits limits(long totalQueueBytes) {
        return SessionLimits.of(16_384, totalQueueBytes, 10, 2, 8_192);
    }

    final FakeClock clock = new FakeClock();
    public final CountingMetrics counts = new CountingMetrics();
    final Sessions sessions;
    final Drain drain;
    public final BroadcastService broadcast;
    private final Queue<Runnable> writers = new ConcurrentLinkedQueue<>();
    private volatile Executor threads = writers::add;
    final ChatEventLoop eventLoop;
    private final SocketWriters socketWriters;

    public SessionFixture() {
        this(new WiredChat.Builder().limits(LIMITS));
    }

    public SessionFixture(WiredChat.Builder builder) {
        var chat = builder.metrics(counts)
                .clock(clock)
                .writerThreads(task -> threads.execute(task))
                .build();
        sessions = chat.sessions();
        broadcast = chat.broadcast();
        eventLoop = chat.eventLoop();
        socketWriters = chat.socketWriters();
        drain = new Drain(eventLoop, sessions, WINDOW, () -> isAwaited, clock, new Random(1));
        eventLoop.start();
    }

    public FakeConnection connect() {
        return connect(new FakeConnection(false));
    }

    /** Someone who must log in first. */
    FakeConnection stranger() {
        return connect(new FakeConnection(true));
    }

    private FakeConnection connect(FakeConnection client) {
        client.session = sessions.open(client);
        return client;
    }

    /** The chat applies nothing until this is closed, and then everything at once. */
    public HeldChatThread hold() {
        return HeldChatThread.hold(eventLoop);
    }

    /** An operator's question. */
    CompletableFuture<Long> ask() {
        return eventLoop.ask(new ChatQuery.LastId());
    }

    /** Waits until the chat has applied and flushed what it was given. */
    public void apply() {
        eventLoop.ask(new ChatQuery.LastId()).join();
        eventLoop.ask(new ChatQuery.LastId()).join();
    }

    /** Lets the chat apply and the writers write. */
    public void settle() {
        apply();
        write();
    }

    /** From now on writers are started so. */
    void writeBy(Executor executor) {
        threads = executor;
    }

    /** From now on writers are virtual threads, and a watchdog looks for blocked ones. */
    void writeByThreads() {
        socketWriters.start();
        writeBy(Thread::startVirtualThread);
    }

    public void write() {
        for (Runnable writer = writers.poll(); writer != null; writer = writers.poll()) {
            writer.run();
        }
    }

    void passes(Duration duration) {
        clock.advance(duration);
        sessions.checkDeadlines();
        drain.check();
        write();
    }

    /** A client that reads all it is sent, unless it is told otherwise. */
    public final class FakeConnection implements Connection {
        public Session session;
        volatile boolean isWriting;
        boolean finished;
        boolean aborted;
        Runnable duringWrite = () -> {};
        public Consumer<byte[]> onBytes = bytes -> {};
        private final StringBuilder received = new StringBuilder();
        private final boolean stranger;
        private int writes;
        boolean loggedIn;
        boolean flooded;

        private FakeConnection(boolean stranger) {
            this.stranger = stranger;
        }

        public void sends(String line) {
            gives(new Input.Line(line, true));
        }

        void gives(Input input) {
            try {
                session.receive(input);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What came since the last call, with codes instead of the texts after them. */
        public String received() {
            return StatusLines.withoutText(fullText());
        }

        String fullText() {
            String text = received.toString();
            received.setLength(0);
            return text;
        }

        public int writes() {
            return writes;
        }

        @Override
        public InetAddress address() {
            return InetAddress.ofLiteral("192.0.2.1");
        }

        @Override
        public String listener() {
            return "plain";
        }

        @Override
        public boolean requiresLogin() {
            return stranger;
        }

        @Override
        public void loggedIn() {
            loggedIn = true;
        }

        @Override
        public void flooded() {
            flooded = true;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            isWriting = true;
            duringWrite.run();
            if (aborted) {
                throw new IOException("reset");
            }
            writes++;
            onBytes.accept(bytes);
            received.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }

    public static final class CountingMetrics implements SessionMetrics {
        final List<DisconnectReason> disconnects = new ArrayList<>();
        final List<StatusCode> refusals = new ArrayList<>();
        int delays;
        public int events;
        public int heard;

        @Override
        public void floodDelayed() {
            delays++;
        }

        @Override
        public void broadcast(int told, int hearers) {
            events += told;
            heard += told * hearers;
        }

        @Override
        public void lineRefused(StatusCode code) {
            refusals.add(code);
        }

        @Override
        public void disconnected(DisconnectReason reason, Duration lasted) {
            disconnects.add(reason);
        }
    }
}
