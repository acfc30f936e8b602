package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The process is killed while many write. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("parley.kill.rounds", 3);
    private static final int SENDERS = 20;

    /** A whole line: the last one may be cut. */
    private static final Pattern WITH_ID = Pattern.compile("\\{.*\"id\":\"(\\d+)\".*}");

    @TempDir
    Path data;

    private final ConcurrentSkipListSet<Long> seen = new ConcurrentSkipListSet<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void everyIdSeenByAClientIsStoredAndNotUsedAgainAfterAKill() throws Exception {
        long seed = Long.getLong("parley.kill.seed", System.nanoTime());
        System.out.println("To repeat: -Dparley.kill.seed=" + seed);
        var random = new Random(seed);
        for (int round = 1; round <= ROUNDS; round++) {
            long highest = round == 1 ? 0 : stored().last();
            seen.clear();
            count.set(0);
            killWhileManyWrite(round, 100 + random.nextInt(2_000));
            assertThat(seen.first()).as("round %s, first id", round).isGreaterThan(highest);
            var missing = new TreeSet<>(seen);
            missing.removeAll(stored());
            assertThat(missing).as("round %s, ids not stored", round).isEmpty();
        }
        assertThat(JdbcClient.create(database())
                        .sql("SELECT count(*) - count(DISTINCT text) FROM chat_event WHERE type = 'message'")
                        .query(Integer.class)
                        .single())
                .as("lines stored twice")
                .isZero();
    }

    /**
     * Threads of the system, as virtual ones would read nothing until what the others write fills their sockets.
     *
     * @param lines when so many with an id were seen
     */
    private void killWhileManyWrite(int round, int lines) throws Exception {
        int port = ParleyProcess.freePort();
        List<Thread> threads = new ArrayList<>();
        try (var parley = new ParleyProcess(
                        List.of(), data, "--parley.tcp.port=" + port, "--parley.limits.lines-per-second=0")
                .awaitReady()) {
            for (int i = 0; i < SENDERS; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                threads.add(Thread.ofPlatform().start(() -> read(socket)));
                String sender = round + "." + i;
                threads.add(Thread.ofPlatform().start(() -> write(socket, sender)));
            }
            await().atMost(ParleyProcess.PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> count.get() >= lines);
            parley.kill();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** No two lines of all rounds are the same: guests may be called alike. */
    private static void write(Socket socket, String sender) {
        try {
            var out = socket.getOutputStream();
            out.write("/format json\n".getBytes(StandardCharsets.UTF_8));
            for (int number = 1; true; number++) {
                out.write(("line " + sender + "." + number + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    private void read(Socket socket) {
        try (socket;
                var lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var withId = WITH_ID.matcher(line);
                if (withId.matches()) {
                    if (seen.add(Long.parseLong(withId.group(1)))) {
                        count.incrementAndGet();
                    }
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    private TreeSet<Long> stored() {
        return new TreeSet<>(JdbcClient.create(database())
                .sql("SELECT id FROM chat_event")
                .query(Long.class)
                .list());
    }

    private DriverManagerDataSource database() {
        return new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("parley.db"));
    }
}
