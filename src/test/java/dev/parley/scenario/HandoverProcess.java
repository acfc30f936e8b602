package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of several processes on a database server, with a link of its own to the server. As soon as the chat port of the
 * process opens, clients write to it, each its next line when the last one has returned.
 */
final class HandoverProcess implements AutoCloseable {
    private static final int CLIENTS = 3;
    private static final long RECONNECT_NANOS = 2_000_000;

    /** A whole message that is stored. */
    private static final Pattern STORED =
            Pattern.compile("\\{\"type\":\"message\",\"id\":\"(\\d+)\".*\"text\":\"([^\"]*)\".*}");

    private static final Pattern BYE = Pattern.compile("\\{\"type\":\"bye\",\"code\":\"(\\w+)\".*}");
    private static final AtomicInteger number = new AtomicInteger();

    final ParleyProcess process;
    final TcpProxy link;
    private final String name = "replica-" + number.incrementAndGet();
    private final Seen seen;
    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private final CompletableFuture<Long> answered = new CompletableFuture<>();
    private final List<CompletableFuture<String>> byes = new ArrayList<>();
    private volatile boolean isClosed;
    private volatile @Nullable CompletableFuture<Long> nextStored;

    /** Messages that clients of all replicas were sent as stored. */
    static final class Seen {
        private final Map<Long, String> texts = new ConcurrentHashMap<>();
        private final List<String> repeated = new ArrayList<>();

        private void add(long id, String text) {
            String before = texts.putIfAbsent(id, text);
            if (before != null && !before.equals(text)) {
                synchronized (repeated) {
                    repeated.add(id + ": " + before + ", " + text);
                }
            }
        }

        /** Returns all messages since the last call. */
        Map<Long, String> take() {
            synchronized (repeated) {
                assertThat(repeated).as("ids given twice").isEmpty();
            }
            var taken = new HashMap<>(texts);
            texts.keySet().removeAll(taken.keySet());
            return taken;
        }
    }

    HandoverProcess(Path folder, int port, int serverPort, String database, Seen seen) throws IOException {
        this.port = port;
        this.seen = seen;
        link = new TcpProxy(0, serverPort);
        process = new ParleyProcess(
                List.of(),
                folder.resolve(name),
                "--parley.tcp.port=" + port,
                "--parley.limits.lines-per-second=100",
                "--parley.history.retention-messages=1000000",
                "--spring.datasource.url=" + TestPostgres.url(link.port(), database));
        for (int i = 1; i <= CLIENTS; i++) {
            var bye = new CompletableFuture<String>();
            byes.add(bye);
            String sender = name + "." + i;
            clients.add(Thread.ofPlatform().name(sender).start(() -> chat(sender, bye)));
        }
    }

    HandoverProcess awaitWaiting() {
        process.awaitOutput("Waiting to take over the database");
        return this;
    }

    /** Waits until a message is stored. Returns the time of the first one, by {@link System#nanoTime}. */
    long awaitAnswer() throws Exception {
        return answered.get(ParleyProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean hasAnswered() {
        return answered.isDone();
    }

    /** Waits until a further message is stored. Returns when, by {@link System#nanoTime}. */
    long awaitStored() throws Exception {
        var next = new CompletableFuture<Long>();
        nextStored = next;
        return next.get(ParleyProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until all clients are disconnected. Returns the codes of their byes; "" for those without. */
    List<String> awaitByes() throws Exception {
        List<String> codes = new ArrayList<>();
        for (CompletableFuture<String> bye : byes) {
            codes.add(bye.get(ParleyProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return codes;
    }

    private void chat(String sender, CompletableFuture<String> bye) {
        while (!isClosed && !bye.isDone()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                bye.complete(chat(sender, socket));
            } catch (IOException e) {
                LockSupport.parkNanos(RECONNECT_NANOS);
            }
        }
    }

    /** Writes until the connection ends; returns the code of the bye. */
    private String chat(String sender, Socket socket) throws IOException {
        String code = "";
        try {
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(socket, "/format json");
            int count = 0;
            String text = sender + "." + ++count;
            send(socket, text);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                Matcher bye = BYE.matcher(line);
                if (bye.matches()) {
                    code = bye.group(1);
                } else if (line.contains("\"" + text + "\"")) {
                    text = sender + "." + ++count;
                    send(socket, text);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The process was killed.
        }
        return code;
    }

    private void note(String line) {
        Matcher stored = STORED.matcher(line);
        if (stored.matches()) {
            long now = System.nanoTime();
            seen.add(Long.parseLong(stored.group(1)), stored.group(2));
            answered.complete(now);
            CompletableFuture<Long> next = nextStored;
            if (next != null) {
                next.complete(now);
            }
        }
    }

    private static void send(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        process.close();
        link.close();
    }
}
