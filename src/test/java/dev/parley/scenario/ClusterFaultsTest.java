package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three replicas that carry one chat, and what their clients receive whatever fails. */
class ClusterFaultsTest {
    private static final int ROUNDS = Integer.getInteger("parley.cluster.rounds", 1);
    private static final long SEED = Long.getLong("parley.cluster.seed", 1);

    /** One fault of each kind, for a single round. More rounds have all. */
    private static final List<Fault> ONE_OF_EACH_KIND = List.of(
            Fault.LEADER_KILLED,
            Fault.FOLLOWER_KILLED,
            Fault.LEADER_STOPPED,
            Fault.LEADER_SUSPENDED,
            Fault.FOLLOWER_CUT,
            Fault.DATABASE_KILLED);

    private static final List<Fault> FAULTS = Optional.ofNullable(System.getProperty("parley.cluster.faults"))
            .map(names -> Arrays.stream(names.split(",")).map(Fault::valueOf).toList())
            .orElse(ROUNDS == 1 ? ONE_OF_EACH_KIND : List.of(Fault.values()));

    private static final String DATABASE = "cluster";

    /** For slow machines. Lines should flow again after at most 5 s, which are printed. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern PID = Pattern.compile("Parley with pid (\\d+)");

    @TempDir
    private Path folder;

    private final List<ClusterReplica> replicas = new ArrayList<>();
    private final List<ClusterClient> clients = new ArrayList<>();
    private OwnPostgres postgres;
    private JdbcClient jdbc;
    private ClusterChecker checker;

    @BeforeEach
    void start() throws IOException {
        postgres = new OwnPostgres(folder.resolve("postgres"));
        postgres.create(DATABASE);
        jdbc = JdbcClient.create(postgres.database(DATABASE));
        for (int i = 1; i <= 3; i++) {
            replicas.add(new ClusterReplica(folder, "replica-" + i, postgres.port(), DATABASE));
        }
        replicas.forEach(ClusterReplica::awaitReady);
        for (int i = 1; i <= 3; i++) {
            ClusterReplica home = replicas.get(i - 1);
            clients.add(new ClusterClient("guest" + i, home, replicas, "#lobby", false, false));
            clients.add(new ClusterClient("keyed" + i, home, replicas, "#red", false, true));
            clients.add(new ClusterClient("account" + i, home, replicas, i == 2 ? "#blue" : "#red", true, true));
        }
        checker = new ClusterChecker(jdbc, clients);
    }

    @AfterEach
    void stop() throws IOException {
        clients.forEach(ClusterClient::close);
        for (ClusterReplica replica : replicas) {
            replica.close();
        }
        postgres.close();
    }

    @Test
    void clientsMissAndRepeatNothingWhateverFails() throws Exception {
        var random = new Random(SEED);
        for (int round = 1; round <= ROUNDS; round++) {
            List<Fault> faults = new ArrayList<>(FAULTS);
            Collections.shuffle(faults, random);
            for (Fault fault : faults) {
                cause(fault);
            }
        }
    }

    private void cause(Fault fault) throws Exception {
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(ClusterClient::isAtHome));
        ClusterReplica leader = leader();
        List<ClusterReplica> followers =
                replicas.stream().filter(replica -> replica != leader).toList();
        ClusterReplica subject = fault.isOfLeader ? leader : followers.getFirst();
        Map<ClusterClient, ClusterClient.Connection> before = connections();
        System.out.printf(
                "%s of %s, %s with pid %d leads%n",
                fault, subject.name, leader.name, leader.process().id());
        long end = fault.cause.by(this, subject);
        awaitReturnsOrEnds(fault, end);
        awaitEndOfFormerLeader(leader, end);
        restartEnded(fault);
        long count = checker.check();
        List<ClusterClient> kept = clients.stream()
                .filter(client -> client.connection() == before.get(client))
                .toList();
        System.out.printf("%s: checked %d events, %d clients kept their connections%n", fault, count, kept.size());
        if (fault.keepsConnections()) {
            assertThat(kept).isEqualTo(clients);
        }
    }

    private Map<ClusterClient, ClusterClient.Connection> connections() {
        return clients.stream().collect(Collectors.toMap(Function.identity(), ClusterClient::connection));
    }

    private enum Fault {
        LEADER_KILLED(true, ClusterFaultsTest::kill),
        FOLLOWER_KILLED(false, ClusterFaultsTest::kill),
        LEADER_STOPPED(true, ClusterFaultsTest::stop),
        FOLLOWER_STOPPED(false, ClusterFaultsTest::stop),
        LEADER_SUSPENDED(true, ClusterFaultsTest::suspend),
        FOLLOWER_SUSPENDED(false, ClusterFaultsTest::suspend),
        LEADER_CUT(true, (test, leader) -> test.cut(leader, Duration.ofSeconds(8))),
        FOLLOWER_CUT(false, (test, follower) -> test.cut(follower, Duration.ofSeconds(5))),
        ALL_CUT(true, (test, leader) -> test.cutAll()),
        DATABASE_KILLED(true, (test, leader) -> test.killDatabase()),
        DATABASE_STALLED(true, (test, leader) -> test.stallDatabase());

        private final boolean isOfLeader;
        private final Cause cause;

        Fault(boolean isOfLeader, Cause cause) {
            this.isOfLeader = isOfLeader;
            this.cause = cause;
        }

        /** Whether the replica that has the fault continues, and with it the connections of all clients. */
        boolean keepsConnections() {
            return this == FOLLOWER_SUSPENDED || this == FOLLOWER_CUT || this == DATABASE_STALLED;
        }
    }

    @FunctionalInterface
    private interface Cause {
        /** Returns when the fault was over, by {@link System#nanoTime}. */
        long by(ClusterFaultsTest test, ClusterReplica subject) throws Exception;
    }

    private long kill(ClusterReplica replica) throws Exception {
        replica.unready();
        long begin = System.nanoTime();
        replica.process().kill();
        awaitReturns(others(replica), begin);
        awaitLeft(replica, begin);
        return System.nanoTime();
    }

    /** Waits until the guests of a replica have left. */
    private void awaitLeft(ClusterReplica replica, long begin) {
        ClusterClient observer = clients.stream()
                .filter(client -> client.connection().replica != replica)
                .findFirst()
                .orElseThrow();
        String guest = "guest" + (replicas.indexOf(replica) + 1);
        await().atMost(PATIENCE).until(() -> observer.left.getOrDefault(guest, begin) > begin);
        print("members left", begin, observer.left.get(guest));
    }

    private long stop(ClusterReplica replica) throws Exception {
        replica.unready();
        long begin = System.nanoTime();
        replica.process().terminate();
        awaitReturns(others(replica), begin);
        replica.process().exitCode();
        print("ended", begin, System.nanoTime());
        return System.nanoTime();
    }

    private long suspend(ClusterReplica replica) throws Exception {
        replica.unready();
        long begin = System.nanoTime();
        replica.process().suspend();
        awaitReturns(others(replica), begin);
        awaitUntil(begin, Duration.ofSeconds(6));
        replica.process().resume();
        return System.nanoTime();
    }

    private long cut(ClusterReplica replica, Duration duration) throws Exception {
        long begin = System.nanoTime();
        replica.link.stall();
        awaitReturns(others(replica), begin);
        awaitUntil(begin, duration);
        replica.link.pass();
        return System.nanoTime();
    }

    private long cutAll() {
        long begin = System.nanoTime();
        replicas.forEach(replica -> replica.link.stall());
        awaitUntil(begin, Duration.ofSeconds(5));
        replicas.forEach(replica -> replica.link.pass());
        return System.nanoTime();
    }

    private long killDatabase() throws IOException {
        postgres.kill();
        awaitUntil(System.nanoTime(), Duration.ofSeconds(3));
        postgres.restart();
        return System.nanoTime();
    }

    private long stallDatabase() throws IOException {
        postgres.freeze();
        awaitUntil(System.nanoTime(), Duration.ofSeconds(5));
        postgres.resume();
        return System.nanoTime();
    }

    private static void awaitUntil(long begin, Duration duration) {
        await().atMost(duration.plus(PATIENCE))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> System.nanoTime() - begin >= duration.toNanos());
    }

    private List<ClusterReplica> others(ClusterReplica replica) {
        return replicas.stream().filter(other -> other != replica).toList();
    }

    private void awaitReturns(List<ClusterReplica> expected, long begin) throws Exception {
        Map<ClusterReplica, CompletableFuture<Long>> returns = nextReturns(expected);
        for (ClusterReplica replica : expected) {
            await().atMost(PATIENCE)
                    .alias("lines flow on " + replica.name + ": " + clients)
                    .until(() -> returns.get(replica).isDone());
            print("lines flow on " + replica.name, begin, returns.get(replica).join());
        }
    }

    private static Map<ClusterReplica, CompletableFuture<Long>> nextReturns(List<ClusterReplica> expected) {
        Map<ClusterReplica, CompletableFuture<Long>> returns = new LinkedHashMap<>();
        expected.forEach(replica -> returns.put(replica, replica.nextReturn()));
        return returns;
    }

    /** Waits until lines flow on every replica whose process has not ended. */
    private void awaitReturnsOrEnds(Fault fault, long end) {
        Map<ClusterReplica, CompletableFuture<Long>> returns = nextReturns(replicas);
        for (ClusterReplica replica : replicas) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() ->
                            returns.get(replica).isDone() || !replica.process().isAlive());
            if (returns.get(replica).isDone()) {
                print(
                        fault + " is over, lines flow on " + replica.name,
                        end,
                        returns.get(replica).join());
            }
        }
    }

    /** Waits until a leader that was replaced has ended. */
    private void awaitEndOfFormerLeader(ClusterReplica former, long since) throws Exception {
        if (former.process().isAlive() && leader() != former) {
            former.process().exitCode();
            print("former leader ended", since, System.nanoTime());
        }
    }

    private void restartEnded(Fault fault) throws Exception {
        List<ClusterReplica> ended = replicas.stream()
                .filter(replica -> !replica.process().isAlive())
                .toList();
        for (ClusterReplica replica : ended) {
            replica.unready();
            System.out.printf(
                    "%s: %s has ended with %d%n",
                    fault, replica.name, replica.process().exitCode());
            replica.start();
        }
        long begin = System.nanoTime();
        replicas.forEach(ClusterReplica::awaitReady);
        awaitReturns(ended, begin);
    }

    /** Returns the replica that holds the lock on the database. */
    private ClusterReplica leader() {
        return await().atMost(PATIENCE)
                .until(this::findLeader, found -> found.isPresent())
                .orElseThrow();
    }

    private Optional<ClusterReplica> findLeader() {
        return jdbc.sql("""
                        SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
                        WHERE locktype = 'advisory' AND granted AND classid = 1346458188""").query(String.class).list().stream()
                .flatMap(name -> PID.matcher(name).results())
                .map(found -> Long.parseLong(found.group(1)))
                .flatMap(pid -> replicas.stream()
                        .filter(replica ->
                                replica.process().isAlive() && replica.process().id() == pid))
                .findFirst();
    }

    private static void print(String what, long begin, long end) {
        System.out.printf("%s after %d ms%n", what, (end - begin) / 1_000_000);
    }
}
