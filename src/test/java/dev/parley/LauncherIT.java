package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The packaged jar on the JDK that runs Maven. */
class LauncherIT {
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
