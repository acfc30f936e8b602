package dev.parley.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one scenario gave: for each server and measure a value of each round. */
final class Results {
    private final Scenario scenario;
    private final Map<String, Map<Measure, List<Double>>> byServer = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    Results(Scenario scenario) {
        this.scenario = scenario;
    }

    Scenario scenario() {
        return scenario;
    }

    void add(String server, Map<Measure, Double> round) {
        var measures = byServer.computeIfAbsent(server, name -> new EnumMap<>(Measure.class));
        round.forEach((measure, value) ->
                measures.computeIfAbsent(measure, same -> new ArrayList<>()).add(value));
    }

    /** A server that failed does not count for this scenario, whatever it did in another round. */
    void fail(String server, String why) {
        failures.put(server, why);
    }

    boolean hasFailed(String server) {
        return failures.containsKey(server);
    }

    Map<String, String> failures() {
        return failures;
    }

    List<String> servers() {
        return byServer.keySet().stream().filter(server -> !hasFailed(server)).toList();
    }

    List<Double> rounds(String server, Measure measure) {
        return byServer.get(server).get(measure);
    }

    double median(String server, Measure measure) {
        return median(rounds(server, measure));
    }

    /** Least, median and most of a server's ratio to another, round by round; empty when the other has no results. */
    Optional<double[]> ratio(String server, String other) {
        if (!servers().contains(other)) {
            return Optional.empty();
        }
        List<Double> ratios = new ArrayList<>();
        List<Double> base = rounds(other, scenario.compared());
        for (int i = 0; i < base.size(); i++) {
            ratios.add(rounds(server, scenario.compared()).get(i) / base.get(i));
        }
        return Optional.of(new double[] {Collections.min(ratios), median(ratios), Collections.max(ratios)});
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
