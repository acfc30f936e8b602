package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.protocol.BanNotice;
import dev.parley.session.port.AddressBans;
import dev.parley.time.FakeClock;
import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is accepted, who is refused and told so, and what happens when accepting fails. */
class ChatServerSocketTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final ConnectRateLimiter ANY_RATE = new ConnectRateLimiter(0, 1, MonotonicClock.SYSTEM);
    private static final Predicate<InetAddress> NOBODY = address -> false;

    private static final MemoryAlarm ROOMY = new MemoryAlarm(Long.MAX_VALUE, MonotonicClock.SYSTEM);
    private static final Predicate<Socket> NO_CANARY = socket -> false;

    private static final ListenerSettings ANYWHERE =
            new ListenerSettings("plain", "parley.tcp", HERE, 0, false, NOBODY, false);

    private ChatServerSocket server;

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void acceptContinuesAfterAFailedAccept() throws IOException {
        server =
                new ChatServerSocket(
                        0,
                        8,
                        ANYWHERE,
                        new ConnectionLimiter(10, 10, ANY_RATE, NOBODY, AddressBans.NONE, ROOMY, () -> true),
                        NO_CANARY,
                        TcpMetrics.NONE) {
                    private int failures = 3;

                    @Override
                    void accepted(Socket socket) throws IOException {
                        if (failures-- > 0) {
                            throw new SocketException("Too many open files");
                        }
                        super.accepted(socket);
                    }
                };
        try (var client = connect()) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
            }
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @Test
    void acceptOnAClosedListenerThrowsASocketException() throws IOException {
        start(new ConnectionLimiter(10, 10, ANY_RATE, NOBODY, AddressBans.NONE, ROOMY, () -> true));
        server.close();
        assertThatExceptionOfType(SocketException.class).isThrownBy(server::accept);
    }

    @Test
    void connectionAboveTheTotalLimitIsRefusedUntilAClientLeaves() throws IOException {
        start(new ConnectionLimiter(1, 10, ANY_RATE, NOBODY, AddressBans.NONE, ROOMY, () -> true));
        CompletableFuture<Socket> next = accept();
        try (var first = connect()) {
            Socket accepted = next.join();
            CompletableFuture<Socket> after = accept();
            assertRefused("server-full");
            accepted.close();
            try (var late = connect()) {
                assertThat(after.join().getPort()).isEqualTo(late.getLocalPort());
            }
        }
    }

    @Test
    void connectionAboveTheAddressLimitIsRefusedWithAReason() throws IOException {
        start(new ConnectionLimiter(10, 1, ANY_RATE, NOBODY, AddressBans.NONE, ROOMY, () -> true));
        CompletableFuture<Socket> next = accept();
        try (var first = connect()) {
            next.join();
            accept();
            assertRefused("too-many-connections");
        }
    }

    @Test
    void connectionDuringADrainIsRefusedWithAReason() throws IOException {
        start(new ConnectionLimiter(10, 10, ANY_RATE, NOBODY, AddressBans.NONE, ROOMY, () -> false));
        accept();
        assertRefused("draining");
    }

    @Test
    void bannedConnectionIsRefusedWithAReasonAndCounted() throws Exception {
        var everyone = new AddressBans() {
            @Override
            public Optional<BanNotice> banned(InetAddress address) {
                return Optional.of(new BanNotice("spam", Instant.parse("2026-12-01T10:00:00Z")));
            }
        };
        var rejected = new ArrayBlockingQueue<RejectReason>(1);
        var metrics = new TcpMetrics() {
            @Override
            public void rejected(RejectReason why) {
                rejected.add(why);
            }
        };
        server = new ChatServerSocket(
                0,
                8,
                ANYWHERE,
                new ConnectionLimiter(10, 10, ANY_RATE, NOBODY, everyone, ROOMY, () -> true),
                NO_CANARY,
                metrics);
        accept();
        assertRefused("banned");
        assertThat(rejected.take()).isEqualTo(RejectReason.BANNED);
    }

    @Test
    void garbageIsCollectedWithoutALockWhileConnectionsWaitForMemory() throws IOException {
        var clock = new FakeClock();
        var locks = new ArrayBlockingQueue<MonitorInfo[]>(1);
        var memory = new MemoryAlarm(
                1_000,
                clock,
                () -> locks.add(ManagementFactory.getThreadMXBean()
                        .getThreadInfo(new long[] {Thread.currentThread().threadId()}, true, false)[0]
                        .getLockedMonitors()));
        memory.collected(1_000);
        clock.advance(Duration.ofMinutes(2));
        start(new ConnectionLimiter(10, 10, ANY_RATE, NOBODY, AddressBans.NONE, memory, () -> true));
        Thread.ofPlatform().daemon().start(() -> accept(Runnable::run));
        assertRefused("busy");
        assertThat(locks.poll()).isEmpty();
        assertRefused("busy");
        assertThat(locks).as("a collection a minute").isEmpty();
    }

    private void start(ConnectionLimiter limiter) throws IOException {
        server = new ChatServerSocket(0, 8, ANYWHERE, limiter, NO_CANARY, TcpMetrics.NONE);
    }

    private CompletableFuture<Socket> accept() {
        return accept(Thread::startVirtualThread);
    }

    private CompletableFuture<Socket> accept(Executor executor) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.accept();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                executor);
    }

    /** One line, then the end, even for one who had sent something. */
    private void assertRefused(String code) throws IOException {
        try (var client = connect()) {
            client.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).matches("\\*\\*\\* error " + code + ": .+\n");
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(HERE, server.getLocalPort()));
        socket.setSoTimeout(30_000);
        return socket;
    }
}
