package dev.parley.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The chart as it is in the repository, rendered by Helm itself; its test among the other objects and not as a hook. */
public final class RenderedChart {
    static final Path FOLDER = Path.of("helm/parley");
    static final String RELEASE = "team";

    /** Oldest version of Kubernetes that the chart supports. */
    public static final String KUBERNETES = "1.30.0";

    private static final Path WITHOUT_HOOKS = withoutHooks();

    private RenderedChart() {}

    static List<Path> exampleValues() {
        try (var files = Files.list(FOLDER.resolve("ci"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> render(Path values) {
        return parse(command().withValuesFile(values).call());
    }

    /** With one value more than the image's repository. */
    static List<Map<String, Object>> renderWith(String name, Object value) {
        return parse(minimal().set(name, value).call());
    }

    /** With assignments such as {@code chat.insecure=true}, separated by spaces. */
    static List<Map<String, Object>> renderWith(String assignments) {
        var command = minimal();
        for (String assignment : assignments.split(" ")) {
            String[] parts = assignment.split("=", 2);
            command.set(parts[0], parts[1]);
        }
        return parse(command.call());
    }

    private static TemplateCommand minimal() {
        return command().set("image.repository", "registry.example.com/parley");
    }

    static TemplateCommand command() {
        return new Helm(WITHOUT_HOOKS)
                .template()
                .withKubeVersion(KUBERNETES)
                .withName(RELEASE)
                .withNamespace("chat");
    }

    static String notes(Path... values) {
        var install = new Helm(FOLDER)
                .install()
                .clientOnly()
                .dryRun()
                .withKubeVersion(KUBERNETES)
                .withName(RELEASE)
                .withNamespace("chat");
        for (Path file : values) {
            install.withValuesFile(file);
        }
        return install.call().getOutput();
    }

    static void copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static Path withoutHooks() {
        try {
            Path chart = Files.createTempDirectory("chart").resolve("parley");
            copy(chart);
            Path test = chart.resolve("templates/tests/chat.yaml");
            Files.writeString(test, Files.readString(test).replaceAll("    helm.sh/hook.*\n", ""));
            return chart;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> read(String file) {
        return readYaml(FOLDER.resolve(file));
    }

    public static Map<String, Object> readYaml(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> find(List<Map<String, Object>> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")) && name.equals(at(object, "metadata", "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind + " " + name));
    }

    /** What is found by one key after another, a number for a list; null where it is not there. */
    @SuppressWarnings("unchecked")
    public static <T> T at(Object object, Object... keys) {
        Object found = object;
        for (Object key : keys) {
            found = key instanceof Integer index
                    ? ((List<?>) found).get(index)
                    : ((Map<?, ?>) Objects.requireNonNull(found)).get(key);
        }
        return (T) found;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> parse(String rendered) {
        return StreamSupport.stream(new Yaml().loadAll(rendered).spliterator(), false)
                .filter(Objects::nonNull)
                .map(object -> (Map<String, Object>) object)
                .toList();
    }
}
