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
              --rounds=3               rounds; each runs every scenario on every server
              --seconds=3              length of a measured load; a third of it runs before, unmeasured
              --clients=500,2000,9000  sizes of the fan-out; the connect scenario uses the last one
              --windows=1,8,32         lines in flight of each sender; only the first applies to sizes after the first
              --servers=Parley,limit   only these servers, in any case; the others are compared with the first
              --scenarios=rooms,start  only scenarios whose names begin with these
              --jars=a.jar,b.jar       builds of Parley to compare, named by their files
              --output=target/bench    folder of results.json and chart.svg
            bench/run pieces [JMH's options]
              JMH benchmarks of the steps in the path of a line
            bench/run faults [name …]
              effect of misbehaving clients on other clients
            bench/run soak [minutes]
              checks that heap, descriptors and threads do not grow while clients connect and disconnect
            """;

    static Options parse(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            String[] both = argument.split("=", 2);
            if (!argument.startsWith("--") || both.length < 2) {
                throw new IllegalArgumentException("not an option (--name=value): " + argument);
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
            throw new IllegalArgumentException("the files of --jars must have different names");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown options: " + given.keySet());
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
                                .orElseThrow(() ->
                                        new IllegalArgumentException("server not found on this machine: " + name)))
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
