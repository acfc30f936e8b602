package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, on this JDK and on the one that runs Maven. */
class LauncherIT {
    @TempDir
    Path folder;

    @Test
    void terminalClientLoadsNothingOfSpringButItsLoader() throws Exception {
        Path loaded = folder.resolve("loaded");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-jar",
                        System.getProperty("parley.jar"),
                        "chat",
                        "127.0.0.1:1")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();

        assertThat(new String(process.getInputStream().readAllBytes()))
                .startsWith("parley: cannot connect to 127.0.0.1:1");
        assertThat(process.waitFor()).isOne();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains(" dev.parley.terminal."))
                .noneMatch(line -> line.contains(" dev.parley.ParleyApplication"))
                .noneMatch(line ->
                        line.contains(" org.springframework.") && !line.contains(" org.springframework.boot.loader."));
    }

    @Test
    void packagedJarOnAnOlderJavaEndsWithOneSentence() throws Exception {
        assumeTrue(Integer.getInteger("maven.java.version", 25) < 25, "Maven runs on a Java that Parley supports");
        var java = Path.of(System.getProperty("maven.java.home"), "bin", "java").toString();

        var process = new ProcessBuilder(java, "-jar", System.getProperty("parley.jar"))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes()).lines())
                .singleElement()
                .asString()
                .startsWith("Parley needs Java 25 or newer");
        assertThat(process.waitFor()).isOne();
    }
}
