package dev.parley.bench;

import dev.parley.protocol.Format;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All the work there is. */
final class Scenarios {
    private static final int SENDERS = 4;
    private static final int LINES_PER_SECOND = 100;
    private static final int SMALL_ROOMS_LINES_PER_SECOND = 200;

    /** So many lines that a server in Java has compiled its code, as one that has run for a day. */
    private static final int WARM_UP_LINES_PER_SECOND = 3_000;

    private static final int KEPT_BY_THE_SYSTEM = 8 << 20;
    private static final int MOST_IN_AN_IRC_CHANNEL = 100;

    private Scenarios() {}

    /** The windows are of the first size; the others have the first window. */
    static List<Scenario> of(List<Integer> sizes, List<Integer> windows) {
        List<Scenario> scenarios = new ArrayList<>();
        windows.forEach(window -> scenarios.add(fanOut(sizes.getFirst(), window)));
        sizes.stream().skip(1).forEach(clients -> scenarios.add(fanOut(clients, windows.getFirst())));
        scenarios.add(fanOut(
                "rooms", new LoadShape(2_000, 20, 1, Format.TEXT, LoadShape.LINE_BYTES), 20, 1, Scenarios::hasRooms));
        scenarios.add(smallRooms());
        scenarios.add(stored(1));
        scenarios.add(stored(8));
        scenarios.add(fanOut(
                "json",
                new LoadShape(500, 1, 1, Format.JSON, LoadShape.LINE_BYTES),
                SENDERS,
                8,
                Scenarios::hasFormats));
        scenarios.add(openLoop());
        scenarios.add(oneNeverReads());
        scenarios.add(manyConnections(sizes.getLast()));
        scenarios.add(start());
        return scenarios;
    }

    private static Scenario fanOut(int clients, int window) {
        String name = "fan-out-" + clients + "-" + window;
        return fanOut(name, LoadShape.of(clients), SENDERS, window, server -> true);
    }

    private static Scenario fanOut(String name, LoadShape shape, int senders, int window, Predicate<Server> can) {
        String rooms = shape.rooms() == 1 ? "" : " in %d rooms".formatted(shape.rooms());
        String format = shape.format() == Format.TEXT
                ? ""
                : ", format " + shape.format().label();
        return new Scenario(
                name,
                "%,d clients%s, %d sending, window %d%s".formatted(shape.clients(), rooms, senders, window, format),
                List.of(Measure.DELIVERIES, Measure.CPU, Measure.P50, Measure.P99, Measure.LOST),
                Measure.CPU,
                false,
                can.and(server -> shape.clients() <= server.mostClients()),
                load(shape, (crowd, duration) -> crowd.closedLoop(senders, window, duration)));
    }

    private static Scenario openLoop() {
        var shape = LoadShape.of(500);
        return new Scenario(
                "open-loop",
                "%,d clients, %d lines/s in all".formatted(shape.clients(), LINES_PER_SECOND),
                List.of(Measure.P50, Measure.P99, Measure.P999, Measure.DELIVERIES, Measure.CPU),
                Measure.CPU,
                false,
                server -> true,
                load(shape, (crowd, duration) -> crowd.openLoop(SENDERS, LINES_PER_SECOND, duration)));
    }

    private static Scenario stored(int window) {
        return fanOut("stored-" + window, LoadShape.of(500), SENDERS, window, Server::isStoring);
    }

    private static Scenario smallRooms() {
        var shape = new LoadShape(2_000, 2_000, 10, Format.TEXT, LoadShape.LINE_BYTES);
        return new Scenario(
                "small-rooms",
                "%,d clients, each in %d of %,d rooms of %2$d members, %d lines/s in all"
                        .formatted(shape.clients(), shape.roomsEach(), shape.rooms(), SMALL_ROOMS_LINES_PER_SECOND),
                List.of(Measure.CPU_PER_LINE, Measure.P50, Measure.P99, Measure.DELIVERIES, Measure.LOST),
                Measure.CPU_PER_LINE,
                false,
                Scenarios::hasRooms,
                (server, duration) -> {
                    try (var crowd = ClientCrowd.connect(server, shape)) {
                        crowd.sayUntilHeard();
                        crowd.settle();
                        crowd.openLoop(shape.clients(), WARM_UP_LINES_PER_SECOND, duration);
                        return measured(
                                server,
                                crowd,
                                duration,
                                (same, time) -> same.openLoop(shape.clients(), SMALL_ROOMS_LINES_PER_SECOND, time));
                    }
                });
    }

    private static Scenario oneNeverReads() {
        var shape = new LoadShape(51, 1, 1, Format.TEXT, 400);
        return new Scenario(
                "one-never-reads",
                "50 clients that read and one that never does, 1 sending lines of 400 bytes, window 8",
                List.of(Measure.DELIVERIES, Measure.CPU, Measure.P50, Measure.P99, Measure.LOST),
                Measure.CPU,
                false,
                server -> true,
                (server, duration) -> {
                    try (var crowd = ClientCrowd.connectWithMute(server, shape)) {
                        crowd.sayUntilHeard();
                        fillWhatWaitsFor(crowd, shape);
                        return measured(server, crowd, duration, (same, time) -> same.closedLoop(1, 8, time));
                    }
                });
    }

    /** Says more than the system keeps for one that never reads, unless nothing is delivered any more before. */
    private static void fillWhatWaitsFor(ClientCrowd crowd, LoadShape shape) throws IOException {
        long linesEach = 0;
        ClientCrowd.Tally tally;
        do {
            tally = crowd.closedLoop(shape.clients() - 1, 8, Duration.ofMillis(500));
            linesEach += tally.deliveries() / shape.clients();
        } while (tally.deliveries() > 0 && linesEach * shape.lineBytes() < KEPT_BY_THE_SYSTEM);
    }

    private static Scenario manyConnections(int clients) {
        return new Scenario(
                "connect",
                "%,d clients connect to a fresh server and hear one line".formatted(clients),
                List.of(Measure.CONNECTED, Measure.IDLE, Measure.TOLD),
                Measure.CONNECTED,
                true,
                server -> server.hasLongQueue()
                        && (clients <= server.mostClients() || server.dialect() == WireProtocol.IRC),
                (server, duration) -> {
                    double before = server.residentKib();
                    long start = System.nanoTime();
                    try (var crowd = ClientCrowd.connect(server, spread(clients, server.dialect()))) {
                        long connected = Math.max(System.nanoTime(), server.awaitQuiet()) - start;
                        double idle = server.residentKib();
                        long saying = System.nanoTime();
                        crowd.sayUntilHeard();
                        double seconds = (connected + System.nanoTime() - saying) / 1e9;
                        crowd.settle();
                        return Map.of(
                                Measure.CONNECTED, seconds,
                                Measure.IDLE, (idle - before) / clients,
                                Measure.TOLD, (server.residentKib() - before) / clients);
                    }
                });
    }

    /** An IRC server tells everyone in a channel of each who joins: in one channel that would be all it does. */
    private static LoadShape spread(int clients, WireProtocol dialect) {
        int rooms = dialect == WireProtocol.IRC ? Math.max(1, clients / MOST_IN_AN_IRC_CHANNEL) : 1;
        return new LoadShape(clients, rooms, 1, Format.TEXT, LoadShape.LINE_BYTES);
    }

    private static Scenario start() {
        return new Scenario(
                "start",
                "from the start of the process to the first line heard",
                List.of(Measure.STARTED),
                Measure.STARTED,
                true,
                server -> true,
                (server, duration) -> {
                    try (var crowd = ClientCrowd.connect(server, LoadShape.of(2))) {
                        crowd.sayUntilHeard();
                        return Map.of(Measure.STARTED, (System.nanoTime() - server.startedNanos()) / 1e9);
                    }
                });
    }

    private interface Load {
        ClientCrowd.Tally run(ClientCrowd crowd, Duration duration) throws IOException;
    }

    /** A load on everyone, when all have heard a line and all is quiet. */
    private static Scenario.Work load(LoadShape shape, Load load) {
        return (server, duration) -> {
            try (var crowd = ClientCrowd.connect(server, shape)) {
                crowd.sayUntilHeard();
                crowd.settle();
                return measured(server, crowd, duration, load);
            }
        };
    }

    /** A load after a shorter one that is not measured. */
    private static Map<Measure, Double> measured(ServerProcess server, ClientCrowd crowd, Duration duration, Load load)
            throws IOException {
        load.run(crowd, duration.dividedBy(3));
        double cpu = server.cpuSeconds();
        ClientCrowd.Tally tally = load.run(crowd, duration);
        cpu = server.cpuSeconds() - cpu;
        return Map.of(
                Measure.DELIVERIES,
                tally.deliveries() / tally.seconds(),
                Measure.CPU,
                cpu * 1e6 / tally.deliveries(),
                Measure.CPU_PER_LINE,
                cpu * 1e6 / tally.lines(),
                Measure.P50,
                tally.latencies().percentile(50),
                Measure.P99,
                tally.latencies().percentile(99),
                Measure.P999,
                tally.latencies().percentile(99.9),
                Measure.LOST,
                (double) tally.lost());
    }

    private static boolean hasRooms(Server server) {
        return server.dialect() != WireProtocol.RAW && server.dialect() != WireProtocol.REDIS_STREAM;
    }

    private static boolean hasFormats(Server server) {
        return server.dialect() == WireProtocol.PARLEY;
    }
}
