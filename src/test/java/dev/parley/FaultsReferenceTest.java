package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/faults.md to the tests: each that it names is there. */
class FaultsReferenceTest {
    private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");

    @Test
    void everyTestNamedInFaultsMdExists() throws IOException {
        Map<String, Path> tests = tests();
        List<String> missing = new ArrayList<>();
        String last = "";
        for (var name : NAME.matcher(Files.readString(Path.of("docs/faults.md")))
                .results()
                .toList()) {
            last = name.group(1) == null ? last : name.group(1);
            String method = name.group(2);
            String test = tests.containsKey(last) ? Files.readString(tests.get(last)) : "";
            if (test.isEmpty() || method != null && !test.contains(" void " + method + "(")) {
                missing.add(last + "." + method);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<String, Path> tests() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file));
        }
    }
}
