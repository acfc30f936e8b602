package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several processes on one database server: one writes, and another one takes over, whatever ends the first. */
class HandoverTest {
    private static final int ROUNDS = Integer.getInteger("parley.handover.rounds", 3);

    /** Shorter than the time after which a writer gives its connection up. */
    private static final Duration STALL = Duration.ofSeconds(5);

    @TempDir
    static Path folder;

    private static OwnPostgres postgres;

    private final HandoverProcess.Seen seen = new HandoverProcess.Seen();
    private final List<HandoverProcess> replicas = new ArrayList<>();
    private String database;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = new OwnPostgres(folder.resolve("postgres"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @AfterEach
    void stop() throws IOException {
        for (HandoverProcess replica : replicas) {
            replica.close();
        }
    }

    private HandoverProcess start() throws IOException {
        return start(ParleyProcess.freePort());
    }

    private HandoverProcess start(int port) throws IOException {
        var replica = new HandoverProcess(folder, port, postgres.port(), database, seen);
        replicas.add(replica);
        return replica;
    }

    private void createDatabase(String name) {
        database = name;
        postgres.create(name);
    }

    @Test
    void takeoversLoseNoMessageThatAClientHasSeen() throws Exception {
        createDatabase("takeovers");
        Pair pair = awaitWriter(start(), start());
        for (int round = 1; round <= ROUNDS; round++) {
            for (Fault fault : Fault.values()) {
                pair = replaceWriter(pair, fault);
                assertSeenIsStored();
            }
            pair = killDatabase(pair);
            assertSeenIsStored();
        }
        assertWaitingProcessStops(pair.waiting.awaitWaiting());
        assertLostLockIsRegained(pair.writer);
        assertSeenIsStored();
    }

    /** Two processes, once one of them writes. */
    private record Pair(HandoverProcess writer, HandoverProcess waiting) {}

    /** Waits until one of the two writes, whichever of them that is. */
    private static Pair awaitWriter(HandoverProcess one, HandoverProcess other) {
        await().atMost(ParleyProcess.PATIENCE).until(() -> one.hasAnswered() || other.hasAnswered());
        return one.hasAnswered() ? new Pair(one, other) : new Pair(other, one);
    }

    private Pair replaceWriter(Pair pair, Fault fault) throws Exception {
        pair.waiting.awaitWaiting();
        long begin = fault.begin(pair.writer);
        print(fault.name(), begin, pair.waiting.awaitAnswer());
        HandoverProcess next = start();
        fault.end(pair.writer);
        assertEnded(pair.writer, fault.exitCodes);
        return new Pair(pair.waiting, next);
    }

    /** End of a writer, after which another process takes over. */
    private enum Fault {
        ORDERLY(0, 143) {
            @Override
            long begin(HandoverProcess writer) throws Exception {
                writer.process.terminate();
                assertThat(writer.awaitByes()).containsOnly("restart");
                return System.nanoTime();
            }
        },
        KILLED(137) {
            @Override
            long begin(HandoverProcess writer) throws Exception {
                long begin = System.nanoTime();
                writer.process.kill();
                return begin;
            }
        },
        SUSPENDED(1) {
            @Override
            long begin(HandoverProcess writer) throws Exception {
                long begin = System.nanoTime();
                writer.process.suspend();
                return begin;
            }

            @Override
            void end(HandoverProcess writer) throws Exception {
                writer.process.resume();
                assertThat(writer.awaitByes()).containsOnly("restart");
            }
        },
        CUT(1) {
            @Override
            long begin(HandoverProcess writer) {
                long begin = System.nanoTime();
                writer.link.stall();
                return begin;
            }

            @Override
            void end(HandoverProcess writer) throws Exception {
                writer.link.pass();
                assertThat(writer.awaitByes()).containsOnly("restart");
            }
        };

        private final Integer[] exitCodes;

        Fault(Integer... exitCodes) {
            this.exitCodes = exitCodes;
        }

        /** Returns when the writer was lost, by {@link System#nanoTime}. */
        abstract long begin(HandoverProcess writer) throws Exception;

        /** Lets a writer that was lost find out. */
        void end(HandoverProcess writer) throws Exception {}
    }

    /** Either of the two may be the next writer. */
    private Pair killDatabase(Pair pair) throws Exception {
        pair.waiting.awaitWaiting();
        int before = regained(pair.writer);
        long begin = restartServer();
        await().atMost(ParleyProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> pair.waiting.hasAnswered() || regained(pair.writer) > before);
        if (pair.waiting.hasAnswered()) {
            print("DATABASE, taken over", begin, pair.waiting.awaitAnswer());
            assertThat(pair.writer.awaitByes()).containsOnly("restart");
            assertEnded(pair.writer, 1);
            return new Pair(pair.waiting, start());
        }
        print("DATABASE, regained", begin, pair.writer.awaitStored());
        return pair;
    }

    /** Returns when the server could be used again, by {@link System#nanoTime}. */
    private static long restartServer() throws IOException {
        postgres.kill();
        postgres.restart();
        return System.nanoTime();
    }

    private static int regained(HandoverProcess replica) {
        return replica.process.output().split("was regained", -1).length - 1;
    }

    private void assertWaitingProcessStops(HandoverProcess waiting) throws Exception {
        waiting.process.terminate();
        assertEnded(waiting, 0, 143);
        assertThat(waiting.process.output()).doesNotContain("Term ");
    }

    private void assertLostLockIsRegained(HandoverProcess writer) throws Exception {
        int before = regained(writer);
        restartServer();
        await().atMost(ParleyProcess.PATIENCE).until(() -> regained(writer) > before);
        writer.awaitStored();
    }

    @Test
    void oneOfTwoWaitingProcessesTakesOver() throws Exception {
        createDatabase("waiting");
        HandoverProcess writer = start();
        writer.awaitAnswer();
        var first = start();
        var second = start();
        first.awaitWaiting();
        second.awaitWaiting();
        writer.process.kill();
        Pair next = awaitWriter(first, second);
        next.waiting.process.awaitOutput(
                "Waiting to take over the database: Parley with pid " + next.writer.process.id());
        assertThat(waitingMarks()).isOne();
        next.waiting.process.kill();
        await().atMost(ParleyProcess.PATIENCE).until(() -> waitingMarks() == 0);
        assertProcessWithoutItsPortIsFollowedByAnother(next.writer);
    }

    private int waitingMarks() {
        return JdbcClient.create(postgres.database(database))
                .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1346458189"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Integer.class)
                .single();
    }

    private void assertProcessWithoutItsPortIsFollowedByAnother(HandoverProcess writer) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HandoverProcess waiting = start(taken.getLocalPort()).awaitWaiting();
            writer.process.kill();
            assertEnded(waiting, 1);
            assertThat(waiting.process.output()).contains("Term 3 begins", "parley.tcp.port");
        }
        start().awaitAnswer();
    }

    @Test
    void writerContinuesAfterAStallOfTheServerButNotAfterAnotherTerm() throws Exception {
        createDatabase("stall");
        Pair pair = awaitWriter(start(), start());
        HandoverProcess writer = pair.writer;
        HandoverProcess waiting = pair.waiting.awaitWaiting();
        stallServer();
        writer.awaitStored();
        assertThat(waiting.hasAnswered()).isFalse();
        assertThat(waiting.process.output()).doesNotContain("Term ");
        assertThat(writer.process.output()).doesNotContain("Stopping");
        Fault.SUSPENDED.begin(writer);
        waiting.awaitAnswer();
        waiting.process.kill();
        Fault.SUSPENDED.end(writer);
        assertEnded(writer, 1);
        assertThat(writer.process.output()).contains("Stopping, because another process has used the database");
        assertSeenIsStored();
    }

    private static void stallServer() throws IOException {
        postgres.freeze();
        await().pollDelay(STALL).until(() -> true);
        postgres.resume();
    }

    private static void print(String fault, long begin, long end) {
        System.out.printf("%s: answered after %d ms%n", fault, (end - begin) / 1_000_000);
    }

    private void assertEnded(HandoverProcess replica, Integer... exitCodes) throws Exception {
        assertThat(replica.process.exitCode()).isIn((Object[]) exitCodes);
        assertThat(replica.process.output().contains("\tat "))
                .as("stack trace of process %s", replica.process.id())
                .isFalse();
        replicas.remove(replica);
        replica.close();
    }

    private void assertSeenIsStored() {
        Map<Long, String> missing = seen.take();
        List<String> texts = new ArrayList<>();
        JdbcClient.create(postgres.database(database))
                .sql("SELECT id, text FROM chat_event WHERE type = 'message'")
                .query(row -> {
                    texts.add(row.getString("text"));
                    missing.remove(row.getLong("id"), row.getString("text"));
                });
        assertThat(missing).as("messages that were seen and are not stored").isEmpty();
        assertThat(texts).hasSameSizeAs(Set.copyOf(texts));
    }
}
