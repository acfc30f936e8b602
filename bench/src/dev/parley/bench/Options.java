package dev.parley.bench;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the command line asks for: {@code --name=value}, lists with commas. */
record Options(
        int rounds,
        Duration duration,
        List<Integer> sizes,
        List<Integer> windows,
        List<String> servers,
        List<String> scenarios,
        List<Path> jars,
        Path output) {
    static final String USAGE = """
            bench/run [--option=value …]
              --rounds=3               rounds; in each, every server does every scenario in turn
              --seconds=3              how long a load lasts; a third of it before, unmeasured
              --clients=500,2000,9000  sizes of the fan-out; the last is that of the connect scenario
              --windows=1,8,32         lines of each sender that are on their way; of other sizes than the first: the first
              --servers=Parley,limit   only these, the first being compared with; in lower case is fine
              --scenarios=rooms,start  only those whose names begin so
              --jars=a.jar,b.jar       several builds of Parley, beside each other under the names of the files
              --output=target/bench    where results.json and chart.svg are written
            bench/run pieces [JMH's options]
              the pieces on the way of a line, by JMH
            bench/run faults [name …]
              what others notice when clients do their worst
            bench/run soak [minutes]
              whether heap, descriptors and threads stay flat while many come and go
            """;

    static Options parse(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            String[] both = argument.split("=", 2);
            if (!argument.startsWith("--") || both.length < 2) {
                throw new IllegalArgumentException("not an option: " + argument);
            }
            given.put(both[0].substring(2), both[1]);
        }
        var options = new Options(
                Integer.parseInt(take(given, "rounds", "3")),
                Duration.ofMillis((long) (Double.parseDouble(take(given, "seconds", "3")) * 1_000)),
                numbers(take(given, "clients", "500,2000,9000")),
                numbers(take(given, "windows", "1,8,32")),
                words(take(given, "servers", "")),
                words(take(given, "scenarios", "")),
                words(take(given, "jars", builtJar())).stream().map(Path::of).toList(),
                Path.of(take(given, "output", "target/bench")));
        if (options.jars().stream().map(Path::getFileName).distinct().count()
                < options.jars().size()) {
            throw new IllegalArgumentException("the jars need different names");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + given.keySet());
        }
        return options;
    }

    boolean wants(Scenario scenario) {
        return scenarios.isEmpty() || scenarios.stream().anyMatch(scenario.name()::startsWith);
    }

    /** In the order they were asked for. */
    List<Server> wanted(List<Server> installed) {
        return servers.isEmpty()
                ? installed
                : servers.stream()
                        .map(name -> installed.stream()
                                .filter(server -> server.name().equalsIgnoreCase(name))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("no such server here: " + name)))
                        .toList();
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    private static List<String> words(String list) {
        return Stream.of(list.split(",")).filter(word -> !word.isBlank()).toList();
    }

    private static List<Integer> numbers(String list) {
        return words(list).stream().map(Integer::valueOf).toList();
    }

    /** The newest: an older version may lie beside it. */
    private static String builtJar() {
        File[] jars = new File("target").listFiles((folder, name) -> name.matches("parley-.*\\.jar"));
        return Stream.ofNullable(jars)
                .flatMap(Arrays::stream)
                .max(Comparator.comparingLong(File::lastModified))
                .map(File::getPath)
                .orElse("");
    }
}
