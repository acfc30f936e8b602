package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The client of the examples reads while it writes, and reads on when its input has ended. */
@StartedChat
class ExampleClientTest {
    @Autowired
    RunningChat chat;

    @AfterEach
    void everyoneLeaves() {
        chat.awaitListening(0);
    }

    @Test
    void exampleClientEndsByItselfAfterQuitWhileItsInputIsOpen() throws IOException, InterruptedException {
        assumeTrue(TutorialClientTest.isPythonInstalled(), "python3 is not installed");
        Process example = start();
        try (BufferedReader shown = example.inputReader(StandardCharsets.UTF_8)) {
            example.outputWriter(StandardCharsets.UTF_8).append("/quit\n").flush();
            assertThat(example.waitFor(RunningChat.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(example.exitValue()).isZero();
            assertThat(shown.readLine()).startsWith("*** bye quit");
            assertThat(shown.readLine()).isNull();
        } finally {
            example.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder("python3", "examples/client.py", "127.0.0.1", Integer.toString(chat.port()))
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void exampleClientShowsMessagesBeforeAndAfterItSends() throws IOException, InterruptedException {
        assumeTrue(TutorialClientTest.isPythonInstalled(), "python3 is not installed");
        try (TcpClient anna = chat.connect()) {
            anna.send("/nick anna").hearsLike("\\*\\*\\* You are .*").hears("*** You are anna");
            Process example = start();
            try (BufferedReader shown = example.inputReader(StandardCharsets.UTF_8)) {
                chat.awaitListening(2);
                anna.send("anyone?");
                assertThat(shown.readLine()).isEqualTo("<anna> anyone?");
                example.outputWriter(StandardCharsets.UTF_8)
                        .append("/nick carl\nhi anna\n")
                        .close();
                assertThat(shown.readLine()).startsWith("*** You are carl in #lobby (2 here).");
                assertThat(shown.readLine()).isEqualTo("*** You are carl");
                assertThat(shown.readLine()).isEqualTo("<carl> hi anna");
                assertThat(shown.readLine()).isNull();
                assertThat(example.waitFor(RunningChat.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(example.exitValue()).isZero();
            } finally {
                example.destroyForcibly();
            }
        }
    }
}
