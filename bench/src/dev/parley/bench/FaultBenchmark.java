package dev.parley.bench;

import dev.parley.protocol.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Measures what others notice when clients do their worst, and what clients notice when the service ends. */
final class FaultBenchmark {
    private interface Fault {
        void happen(Server parley) throws IOException, InterruptedException;
    }

    private static final Map<String, Fault> ALL = Map.of(
            "never-reads", FaultBenchmark::neverReads,
            "one-byte", FaultBenchmark::oneByte,
            "memory", FaultBenchmark::memory,
            "reconnect", FaultBenchmark::reconnect,
            "stop", FaultBenchmark::stop);
    private static final int ROUNDS = 3;

    private FaultBenchmark() {}

    /** @param args the names of those wanted; all when there are none */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path jar = Options.parse().jars().getFirst();
        for (String name : args.length == 0 ? ALL.keySet() : List.of(args)) {
            System.out.println("== " + name);
            ALL.get(name).happen(Servers.parley("Parley", jar, name.equals("memory") ? "-Xmx256m" : "-Xmx1g"));
        }
    }

    /** What 50 clients notice of one that never reads, told 200 lines a second for a minute: it is closed meanwhile. */
    private static void neverReads(Server parley) throws IOException {
        var shape = new LoadShape(50, 1, 1, Format.TEXT, 200);
        for (int i = 0; i < ROUNDS; i++) {
            try (var server = ServerProcess.start(parley);
                    var alone = ClientCrowd.connect(server, shape)) {
                say("50 clients", alone);
                Socket slow = mute(server.port());
                say("and one that never reads", alone);
                slow.close();
            }
        }
    }

    private static void say(String who, ClientCrowd crowd) throws IOException {
        crowd.sayUntilHeard();
        crowd.settle();
        Latencies latencies = crowd.openLoop(1, 200, Duration.ofSeconds(60)).latencies();
        System.out.printf("%s: p50 %.2f ms, p99 %.2f ms%n", who, latencies.percentile(50), latencies.percentile(99));
    }

    /** What a client notices of 500 others that have each begun a line and do not finish it. */
    private static void oneByte(Server parley) throws IOException {
        try (var server = ServerProcess.start(parley);
                var good = ClientCrowd.connect(server, LoadShape.of(2))) {
            say("2 clients", good);
            List<Socket> others = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                var other = new Socket(InetAddress.getLoopbackAddress(), server.port());
                other.getOutputStream().write("\nx".getBytes(StandardCharsets.US_ASCII));
                others.add(other);
            }
            say("and 500 with one byte of a line", good);
            for (Socket other : others) {
                other.close();
            }
        }
    }

    /** 2,000 clients that never read, a loud room, and 256 MB of heap. */
    private static void memory(Server parley) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (var server = ServerProcess.start(parley)) {
            for (int i = 0; i < 2_000; i++) {
                slow.add(mute(server.port()));
            }
            try (var crowd = ClientCrowd.connect(server, new LoadShape(8, 1, 1, Format.TEXT, 2_000))) {
                crowd.sayUntilHeard();
                crowd.closedLoop(4, 32, Duration.ofSeconds(60));
            }
            try (var fresh = ClientCrowd.connect(server, LoadShape.of(2))) {
                fresh.sayUntilHeard();
            }
            System.out.printf(
                    "server alive: %s, new client served, OutOfMemoryError: %s, resident memory %.0f MiB%n",
                    server.isAlive(), server.output().contains("OutOfMemoryError"), server.residentKib() / 1_024);
        }
        for (Socket socket : slow) {
            socket.close();
        }
    }

    /** 2,000 clients that come back, with some back-off, when the server is killed and started again. */
    private static void reconnect(Server parley) throws IOException, InterruptedException {
        int clients = 2_000;
        var first = ServerProcess.start(parley);
        int port = first.port();
        var there = new CountDownLatch(clients);
        var back = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            var random = new Random(i);
            Thread.startVirtualThread(() -> {
                try (var before = connect(port, random)) {
                    there.countDown();
                    lastLine(before);
                } catch (IOException e) {
                    // as expected: the server was killed
                }
                try (var after = connect(port, random)) {
                    back.countDown();
                    lastLine(after);
                } catch (IOException e) {
                    System.out.println("reconnected client lost its connection: " + e);
                }
            });
        }
        there.await();
        first.close();
        try (var second = ServerProcess.start(parley, port)) {
            long listening = System.nanoTime();
            boolean all = back.await(60, TimeUnit.SECONDS);
            System.out.printf(
                    "all clients reconnected: %s, %.1f s after the kill, %.1f s after the server listened again%n",
                    all, (System.nanoTime() - second.startedNanos()) / 1e9, (System.nanoTime() - listening) / 1e9);
        }
    }

    /** Connects and is answered; tries again after a while that doubles from 100 ms to 3.2 s, with jitter. */
    private static Socket connect(int port, Random random) {
        for (long millis = 100; ; millis = Math.min(3_200, millis * 2)) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.getOutputStream().write("/ping\n".getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() == '*') {
                    return socket;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(millis / 2, millis)));
            }
        }
    }

    /** SIGTERM while 1,000 clients read what 4 of them say. */
    private static void stop(Server parley) throws IOException, InterruptedException {
        int clients = 1_000;
        var random = new Random();
        try (var server = ServerProcess.start(parley)) {
            var byes = new AtomicInteger();
            var resets = new AtomicInteger();
            var lines = new AtomicInteger();
            var gone = new CountDownLatch(clients);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                var socket = connect(server.port(), random);
                sockets.add(socket);
                Thread.startVirtualThread(() -> {
                    try (socket) {
                        byes.addAndGet(lastLine(socket).startsWith("*** bye restart: ") ? 1 : 0);
                    } catch (IOException e) {
                        resets.incrementAndGet();
                    }
                    gone.countDown();
                });
            }
            IntStream.range(0, 4).forEach(i -> Thread.startVirtualThread(() -> talk(sockets.get(i), lines)));
            while (lines.get() < 100) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            long begun = System.nanoTime();
            int exitCode = server.terminate();
            double seconds = (System.nanoTime() - begun) / 1e9;
            gone.await();
            System.out.printf(
                    "%d of %d clients received the bye, %d were reset, exit code %d after %.1f s; %d lines were sent%n",
                    byes.get(), clients, resets.get(), exitCode, seconds, lines.get());
        }
    }

    private static void talk(Socket socket, AtomicInteger lines) {
        try {
            while (true) {
                socket.getOutputStream().write("one of a hundred lines a second\n".getBytes(StandardCharsets.US_ASCII));
                lines.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    private static String lastLine(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String last = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            last = line;
        }
        return last;
    }

    private static Socket mute(int port) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
