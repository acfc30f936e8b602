package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures Parley beside what a team would take instead. The servers work in turn, several rounds, so that a machine
 * whose speed drifts treats them alike. See bench/README.md.
 */
final class Bench {
    private final Options options;
    private final List<Server> servers;
    private final Map<Server, ServerProcess> running = new ConcurrentHashMap<>();

    private Bench(Options options) {
        this.options = options;
        this.servers = options.wanted(Servers.installed(options.jars()));
    }

    public static void main(String[] args) throws IOException {
        Bench bench;
        try {
            bench = new Bench(Options.parse(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop));
        bench.run();
    }

    private void run() throws IOException {
        String base = servers.getFirst().name();
        List<Results> all = new ArrayList<>();
        Files.createDirectories(options.output());
        for (Scenario scenario : Scenarios.of(options.sizes(), options.windows())) {
            if (options.wants(scenario)) {
                all.add(rounds(scenario));
                System.out.print(Report.table(all.getLast(), base));
                Report.writeJson(all, options, options.output().resolve("results.json"));
                Files.writeString(options.output().resolve("chart.svg"), BarChart.draw(all, base));
            }
        }
    }

    private void stop() {
        running.values().forEach(ServerProcess::close);
    }

    private Results rounds(Scenario scenario) throws IOException {
        var results = new Results(scenario);
        List<Server> able = servers.stream()
                .filter(scenario.suits())
                .filter(server -> !(scenario.wantsFreshServer() && server.isStoring()))
                .toList();
        if (!scenario.wantsFreshServer()) {
            able.forEach(
                    server -> round(server, scenario, new Results(scenario))); // warms up: not counted, and may fail
        }
        for (int i = 0; i < options.rounds(); i++) {
            for (Server server : able) {
                if (!results.hasFailed(server.name())) {
                    round(server, scenario, results);
                }
            }
        }
        return results;
    }

    private void round(Server server, Scenario scenario, Results results) {
        System.err.println(scenario.name() + ": " + server.name());
        try {
            if (scenario.wantsFreshServer()) {
                try (var fresh = ServerProcess.start(server)) {
                    results.add(server.name(), scenario.work().run(fresh, options.duration()));
                }
            } else {
                ServerProcess there = running(server);
                results.add(server.name(), scenario.work().run(there, options.duration()));
                there.awaitQuiet();
            }
        } catch (IOException | RuntimeException e) {
            results.fail(server.name(), e.toString());
        }
    }

    private ServerProcess running(Server server) throws IOException {
        ServerProcess there = running.get(server);
        if (there == null || !there.isAlive()) {
            there = ServerProcess.start(server);
            running.put(server, there);
        }
        return there;
    }
}
