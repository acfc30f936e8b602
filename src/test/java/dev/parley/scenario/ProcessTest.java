package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the process starts, refuses to start, runs out of descriptors, and ends. */
class ProcessTest {
    private static final Path SHELL = Path.of("/bin/bash");

    @TempDir
    Path data;

    @Test
    void aTakenPortStopsTheStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var parley = start(taken.getLocalPort())) {
            assertThat(parley.exitCode()).isOne();
            assertThat(parley.output())
                    .contains("parley.tcp.port", "127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "parley.tpc.port, 1",
        "parley.limits.line-bytes, 1",
        "parley.tcp.port, 70000",
        "parley.session.format, xml"
    })
    void aWrongPropertyStopsTheStart(String property, String value) throws Exception {
        try (var parley = new ParleyProcess(List.of(), data, "--" + property + "=" + value)) {
            assertThat(parley.exitCode()).isNotZero();
            assertThat(parley.output()).contains(property, value).doesNotContain("\tat ");
        }
    }

    @Test
    void aStopTellsEveryoneAndSucceeds() throws Exception {
        int port = ParleyProcess.freePort();
        try (var parley = start(port).awaitOutput("Started ParleyApplication");
                var ann = new Client(port);
                var bob = new Client(port)) {
            bob.send("/ping here").hears("*** pong here");
            ann.send("/nick ann").hearsLike("\\*\\*\\* You are ann in .*").hears("*** You are ann");
            bob.hears("*** ann joined #lobby");
            parley.terminate();
            for (Client client : List.of(ann, bob)) {
                client.hearsLike("\\*\\*\\* bye restart: .+").hearsTheEnd();
            }
            ann.close();
            bob.close();
            assertThat(parley.exitCode()).as(parley.output()).isZero();
            assertThat(parley.output().split(" reason=restart ", -1)).hasSize(3);
        }
    }

    @Test
    void withoutDescriptorsOldClientsChatAndNewOnesComeInAfter() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "there is no " + SHELL + " to set a limit with");
        int port = ParleyProcess.freePort();
        var limited = List.of(SHELL.toString(), "-c", "ulimit -n 200 && exec \"$@\"", "limited");
        List<Client> crowd = new ArrayList<>();
        try (var parley = new ParleyProcess(limited, data, "--parley.tcp.port=" + port)
                        .awaitOutput("Started ParleyApplication");
                var ann = new Client(port);
                var bob = new Client(port)) {
            chat(ann, bob);
            for (int i = 0; i < 140; i++) {
                crowd.add(new Client(port));
            }
            parley.awaitOutput("Cannot accept connections");
            chat(ann, bob);
            for (Client client : crowd) {
                client.close();
            }
            try (var late = new Client(port)) {
                late.send("/ping late").hears("*** pong late");
            }
            chat(ann, bob);
            assertThat(parley.output()).doesNotContain("ERROR");
            assertThat(parley.output().lines()).hasSizeLessThan(50);
        }
    }

    private static void chat(Client ann, Client bob) throws IOException {
        ann.send("/msg #lobby hello");
        String line = bob.line();
        while (line != null && !line.endsWith("> hello")) {
            line = bob.line();
        }
        assertThat(line).isNotNull();
    }

    private ParleyProcess start(int port) throws IOException {
        return new ParleyProcess(List.of(), data, "--parley.tcp.port=" + port);
    }
}
