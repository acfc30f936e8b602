package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows results to people, as Markdown, and to programs, as JSON. */
final class Report {
    private Report() {}

    /** @param base the server that the others are compared with */
    static String table(Results results, String base) {
        Scenario scenario = results.scenario();
        var text = new StringBuilder("\n### " + scenario.name() + "\n\n" + scenario.description() + "\n\n");
        List<String> headings = new ArrayList<>(List.of(""));
        scenario.measures().forEach(measure -> headings.add(measure.heading));
        headings.add(scenario.compared().heading + " ÷ " + base);
        text.append(row(headings))
                .append(row(headings.stream().map(heading -> "---").toList()));
        for (String server : results.servers()) {
            List<String> cells = new ArrayList<>(List.of(server));
            scenario.measures().forEach(measure -> cells.add(measure.show(results.median(server, measure))));
            cells.add(results.ratio(server, base)
                    .filter(ratio -> Double.isFinite(ratio[1]))
                    .map(ratio -> "%.2f (%.2f to %.2f)".formatted(ratio[1], ratio[0], ratio[2]))
                    .orElse(""));
            text.append(row(cells));
        }
        results.failures().forEach((server, why) -> text.append("\n" + server + " failed: " + why + "\n"));
        return text.toString();
    }

    static void writeJson(List<Results> all, Options options, Path file) throws IOException {
        Map<String, Object> scenarios = new LinkedHashMap<>();
        for (Results results : all) {
            Map<String, Object> servers = new LinkedHashMap<>();
            results.servers().forEach(server -> servers.put(server, measures(results, server)));
            scenarios.put(
                    results.scenario().name(),
                    Map.of(
                            "description", results.scenario().description(),
                            "servers", servers,
                            "failures", results.failures()));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("java", Runtime.version().toString());
        document.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        document.put("rounds", options.rounds());
        document.put("seconds", options.duration().toMillis() / 1e3);
        document.put("scenarios", scenarios);
        var json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, json.writeValueAsString(document));
    }

    /** What was not measured, as a latency where nothing was delivered, is null. */
    private static Map<String, List<Double>> measures(Results results, String server) {
        Map<String, List<Double>> measures = new LinkedHashMap<>();
        for (Measure measure : results.scenario().measures()) {
            measures.put(
                    measure.heading,
                    results.rounds(server, measure).stream()
                            .map(value -> Double.isFinite(value) ? value : null)
                            .toList());
        }
        return measures;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
