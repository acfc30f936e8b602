package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal client in a pseudo-terminal of the system, beside a real server. */
class TerminalClientTest {
    private static final String ENTER = "\r";
    private static final String PASSWORD = "kettle-on-at-4";
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    @TempDir
    Path folder;

    /** A client, and what its user sees. */
    private final class Person implements AutoCloseable {
        private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
        private final Process process;
        private final StringBuffer output = new StringBuffer();

        Person(int port) throws IOException {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script (util-linux)");
            String client = Stream.concat(ParleyProcess.client(), Stream.of("127.0.0.1:" + port))
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "));
            var builder = new ProcessBuilder(
                    "/usr/bin/script",
                    "--quiet",
                    "--return",
                    "--flush",
                    "--command",
                    "stty rows " + ROWS + " cols " + COLUMNS + "; exec " + client,
                    "/dev/null");
            builder.environment().putAll(Map.of("TERM", "xterm-256color", "NO_COLOR", "1"));
            builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
            builder.environment()
                    .put("XDG_CONFIG_HOME", folder.resolve("config").toString());
            process = builder.redirectErrorStream(true).start();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            char[] chars = new char[4096];
            try (Reader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
                    String text = new String(chars, 0, count);
                    output.append(text);
                    screen.write(text);
                }
            } catch (IOException e) {
                output.append(e);
            }
        }

        Person types(String keys) throws IOException {
            process.outputWriter(StandardCharsets.UTF_8).append(keys).flush();
            return this;
        }

        Person sees(String text) {
            await().atMost(ParleyProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(screen.toString()).contains(text));
            return this;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void accountReturnsAfterItsServerWasKilledAndMissesNothing() throws Exception {
        int port = ParleyProcess.freePort();
        try (var anna = startAndConnect(port)) {
            anna.types("half a li").sees("> half a li");
            try (var parley = start(port).awaitReady();
                    var bob = new TcpClient(port)) {
                bob.send("/nick bob").send("missed by nobody");
                anna.sees("<bob> missed by nobody").types("ne" + ENTER).sees("<anna> half a line");
                anna.types("/quit" + ENTER).sees("bye quit");
                assertThat(anna.process.waitFor()).isZero();
                assertThat(anna.output.toString()).doesNotContain(PASSWORD);
                assertThat(parley.output()).doesNotContain(PASSWORD);
            }
        }
        assertThat(Files.readString(folder.resolve("state/parley/history"))).contains("half a line");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    /** Returns a client that is logged in to a server, which is then killed. */
    private Person startAndConnect(int port) throws Exception {
        try (var parley = start(port).awaitReady()) {
            var anna = new Person(port).sees("not encrypted");
            anna.types("/register anna" + ENTER).sees("Password for the new account");
            anna.types(PASSWORD + ENTER).sees("The same password again:");
            anna.types(PASSWORD + ENTER).sees("You are anna");
            parley.kill();
            return anna.sees("connection lost");
        }
    }

    private ParleyProcess start(int port) throws IOException {
        return new ParleyProcess(List.of(), folder.resolve("data"), "--parley.tcp.port=" + port);
    }
}
