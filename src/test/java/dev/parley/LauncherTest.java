package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"17", "21.0.4", "24.0.2"})
    void olderJavaIsRefusedInOneLine(String version) {
        assertThat(isSupported(version)).isFalse();
        assertThat(errors.toString().lines()).singleElement().asString().startsWith("Parley needs Java 25 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1+8", "26-ea"})
    void requiredAndNewerJavaIsAccepted(String version) {
        assertThat(isSupported(version)).isTrue();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void launcherIsCompiledForJava17() throws IOException {
        try (var file =
                new DataInputStream(Objects.requireNonNull(Launcher.class.getResourceAsStream("Launcher.class")))) {
            file.readInt();
            assertThat(file.readUnsignedShort()).as("minor version").isZero();
            assertThat(file.readUnsignedShort()).as("major version").isEqualTo(61);
        }
    }

    private boolean isSupported(String version) {
        return Launcher.isSupported(Runtime.Version.parse(version), new PrintStream(errors));
    }
}
