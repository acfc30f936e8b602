package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.tcp.ChatListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class LastLineTest {
    @TempDir
    Path directory;

    @Test
    void theLastLineOfAStartSaysWhatToDo(CapturedOutput output) {
        try (var parley = start()) {
            String told = "Chat: nc 127.0.0.1 %s · REST http://127.0.0.1:%s · token in %s"
                    .formatted(
                            parley.getBean(ChatListener.class).port(),
                            parley.getEnvironment().getProperty("local.server.port"),
                            directory.resolve("admin-token"));
            assertThat(output.toString().strip()).endsWith(told).doesNotContain("generated security password");
        }
    }

    @Test
    void anEmptyTokenFileStopsTheStartWithOneSentence(CapturedOutput output) throws IOException {
        Files.createFile(directory.resolve("admin-token"));

        assertThatThrownBy(this::start).isNotNull();

        assertThat(output)
                .contains(directory.resolve("admin-token")
                        + " is empty: write a token into it, or remove it to have one made")
                .doesNotContain("\tat ");
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(
                ParleyApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--parley.tcp.port=0",
                "--parley.data-dir=" + directory);
    }
}
