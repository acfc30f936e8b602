package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the process, and of those in it, when the machine has too little of something. */
class ProcessFaultsTest {
    private static final String SHELL = "/bin/bash";

    @TempDir
    Path data;

    private final List<TcpClient> clients = new ArrayList<>();
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(SHELL)), "there is no " + SHELL + " to start the process with");
        port = ParleyProcess.freePort();
    }

    @AfterEach
    void everyoneLeaves() throws IOException {
        for (TcpClient client : clients) {
            client.close();
        }
    }

    /** Each of them may have 1 MiB waiting: more than the heap has. */
    @Test
    void manySlowConsumersDoNotExhaustTheHeap() throws Exception {
        try (var parley = start("export JDK_JAVA_OPTIONS=-Xmx160m").awaitReady()) {
            for (int i = 0; i < 200; i++) {
                clients.add(withoutReading().write("/help\n".repeat(2_000)));
            }
            parley.awaitOutput("reason=slow-consumer");
            // Newcomers are refused until a collection has left enough.
            await().atMost(ParleyProcess.PATIENCE).ignoreExceptions().untilAsserted(this::assertChats);
            assertThat(parley.output()).doesNotContain("OutOfMemoryError", "ERROR");
        }
    }

    @Test
    void processExitsWhenItRunsOutOfMemory() throws Exception {
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("\"-XX:+ExitOnOutOfMemoryError\"");
        try (var parley = start("export JDK_JAVA_OPTIONS='-Xmx10m -XX:+ExitOnOutOfMemoryError'")) {
            assertThat(parley.exitCode()).as(parley.output()).isEqualTo(3);
        }
    }

    @Test
    void fullLogDiskDoesNotStopTheChat() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full to log to");
        try (var parley = start("exec > /dev/full 2>&1")) {
            awaitChat();
            assertChats();
            clients.removeFirst().close();
            assertChats();
        }
    }

    /** As a log driver that hangs: a pipe holds 64 KiB, and most of it is taken before the start. */
    @Test
    void blockedLogPipeDoesNotStopTheChat() throws Exception {
        Path pipe = data.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (var parley = start("exec > " + pipe + " 2>&1; head -c 60000 /dev/zero");
                var unread = new FileInputStream(pipe.toFile())) {
            awaitChat();
            for (int i = 0; i < 200; i++) {
                new TcpClient(port).close();
            }
            await().atMost(ParleyProcess.PATIENCE).until(() -> unread.available() > 65_000);
            assertChats();
        }
    }

    @Test
    void stopDoesNotWaitForClientsThatDoNotRead() throws Exception {
        try (var parley = start("", "--parley.drain.window=1s").awaitReady()) {
            for (int i = 0; i < 100; i++) {
                clients.add(withoutReading().write("/help\n".repeat(500)));
            }
            assertChats();
            parley.terminate();
            assertThat(parley.exitCode()).as(parley.output()).isZero();
        }
    }

    /** From one address, as of an office: its rate of connects does not count so soon after a start. */
    @Test
    void allClientsCanReconnectAfterAKill() throws Exception {
        assumeTrue(
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount()
                        >= 4_096,
                "there are too few descriptors (ulimit -n) for 2,000 clients");
        String[] oneAddress = {
            "--parley.limits.exempt-networks=192.0.2.1", "--parley.limits.connections-per-address=5000"
        };
        try (var parley = start("", oneAddress).awaitReady()) {
            connectCrowd();
        }
        everyoneLeaves();
        clients.clear();
        try (var parley = start("", oneAddress).awaitReady()) {
            connectCrowd();
        }
    }

    /** All connect before any is answered. */
    private void connectCrowd() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            clients.add(new TcpClient(port).send("/ping back"));
        }
        for (TcpClient client : clients) {
            client.hears("*** pong back");
        }
    }

    private void assertChats() throws IOException {
        var client = new TcpClient(port);
        clients.addFirst(client);
        client.hearsNothingElse();
    }

    private void awaitChat() {
        await().atMost(ParleyProcess.PATIENCE).ignoreExceptions().untilAsserted(() -> new TcpClient(port).close());
    }

    private TcpClient withoutReading() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        return new TcpClient(port, socket);
    }

    /** @param first what a shell does before it becomes the process */
    private ParleyProcess start(String first, String... arguments) throws IOException {
        var all = Stream.concat(
                Stream.of("--parley.tcp.port=" + port, "--parley.limits.lines-per-second=0"), Stream.of(arguments));
        return new ParleyProcess(
                List.of(SHELL, "-c", first + "\nexec \"$@\"", "parley"), data, all.toArray(String[]::new));
    }
}
