package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The tutorial's client sends bare chunks and reads once, with {@code recv(1024)}, after each. Of several, every message
 * is on each screen exactly once, in one order, at the latest with that client's next input.
 */
@StartedChat
class TutorialClientTest {
    private static final int ROUNDS = 4;
    private static final Path SEED = Path.of("../shared/seed");
    private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
    private static final String AT_THE_TEST_PORT = """
            import socket, sys
            real = socket.socket.connect
            socket.socket.connect = lambda self, address: real(self, ('127.0.0.1', int(sys.argv[1])))
            exec(open(sys.argv[2]).read())
            """;

    @Autowired
    RunningChat chat;

    @TempDir
    Path directory;

    /** What a person sees who types one line and reads one reply. */
    private interface Screen extends AutoCloseable {
        /** Types a line and returns all that has been shown up to the reply to it. */
        String type(String text) throws IOException;

        @Override
        void close() throws IOException;
    }

    private interface Start {
        Screen start() throws IOException;
    }

    @Test
    void firstReplyToASingleClientContainsItsMessage() throws IOException {
        try (TcpClient client = chat.connect()) {
            assertThat(client.write("hello").receive()).matches("(?s).*<guest-[0-9a-f]+> hello\n");
            assertThat(client.write("again").receive()).matches("<guest-[0-9a-f]+> again\n");
        }
    }

    @Test
    void threeSimulatedClientsReceiveMessagesInTheSameOrder() throws IOException {
        chatInTurns(3, () -> new Chunks(chat.connect()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pythonTutorialClientsReceiveMessagesInTheSameOrder(int clients) throws IOException {
        Optional<String> tutorial = tutorialClient();
        assumeTrue(tutorial.isPresent(), "the tutorial is not there");
        assumeTrue(isPythonInstalled(), "python3 is not installed");
        Path code = Files.writeString(directory.resolve("client.py"), tutorial.get());
        chatInTurns(clients, () -> {
            int before = chat.listening();
            var client = new PythonClient(AT_THE_TEST_PORT, Integer.toString(chat.port()), code.toString());
            chat.awaitListening(before + 1);
            return client;
        });
    }

    private void chatInTurns(int clients, Start start) throws IOException {
        List<Screen> screens = new ArrayList<>();
        List<String> said = new ArrayList<>();
        int[] sent = new int[clients];
        chat.awaitListening(0);
        try {
            for (int i = 0; i < clients; i++) {
                screens.add(start.start());
            }
            for (int turn = 0; turn < ROUNDS * clients; turn++) {
                int speaker = turn % clients;
                String text = "message-" + turn;
                List<String> shown = messages(screens.get(speaker).type(text));
                assertThat(shown).hasSizeGreaterThanOrEqualTo(said.size());
                said.add(text);
                assertThat(shown).isEqualTo(said.subList(0, shown.size()));
                boolean welcomed = turn < clients;
                Arrays.setAll(sent, i -> sent[i] + (i == speaker && welcomed ? 2 : 1));
                chat.awaitLinesSent(sent);
            }
        } finally {
            for (Screen screen : screens) {
                screen.close();
            }
            chat.awaitListening(0);
        }
    }

    private static List<String> messages(String shown) {
        return Pattern.compile("<guest-[0-9a-f]+> (message-\\d+)\n")
                .matcher(shown)
                .results()
                .map(message -> message.group(1))
                .toList();
    }

    /** The code of the tutorial's client; empty if the tutorial is not beside this project. */
    static Optional<String> tutorialClient() throws IOException {
        if (!Files.isDirectory(SEED)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(SEED, "*.txt")) {
            for (Path file : files) {
                Matcher block = PYTHON.matcher(Files.readString(file));
                if (block.find() && block.find()) {
                    return Optional.of(block.group(1));
                }
            }
        }
        return fail("the tutorial has no second block of Python");
    }

    private record Chunks(TcpClient client, StringBuilder shown) implements Screen {
        Chunks(TcpClient client) {
            this(client, new StringBuilder());
        }

        @Override
        public String type(String text) throws IOException {
            return shown.append(client.write(text).receive()).toString();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    static boolean isPythonInstalled() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The tutorial's code as a process, its keyboard and screen being pipes. */
    private static final class PythonClient implements Screen {
        private static final String PROMPT = "Message: ";
        private final Process process;
        private final StringBuilder shown = new StringBuilder();

        PythonClient(String code, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("python3", "-u", "-c", code));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitPrompt();
        }

        @Override
        public String type(String text) throws IOException {
            process.getOutputStream().write((text + "\n").getBytes());
            process.getOutputStream().flush();
            awaitPrompt();
            return shown.toString();
        }

        private void awaitPrompt() throws IOException {
            int from = shown.length();
            for (int b = process.getInputStream().read();
                    ;
                    b = process.getInputStream().read()) {
                assertThat(b).as("client ended: %s", shown).isNotNegative();
                shown.append((char) b);
                if (shown.length() - from >= PROMPT.length() && shown.toString().endsWith(PROMPT)) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
