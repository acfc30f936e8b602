package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process refuses to start, runs out of descriptors, and ends. */
class ProcessTest {
    private static final Path SHELL = Path.of("/bin/bash");

    @TempDir
    Path data;

    @Test
    void stopIsAnnouncedToAllClientsAndExitsWithZero() throws Exception {
        int port = ParleyProcess.freePort();
        try (var parley = start(port, "--parley.drain.window=1s").awaitOutput("Started ParleyApplication");
                var ann = new TcpClient(port);
                var bob = new TcpClient(port)) {
            bob.send("/ping here").hears("*** pong here");
            ann.send("/nick ann").hearsLike("\\*\\*\\* You are ann in .*").hears("*** You are ann");
            bob.hears("*** ann joined #lobby");
            parley.terminate();
            for (TcpClient client : List.of(ann, bob)) {
                client.hearsLike("\\*\\*\\* announcement: .+ within 1 s.*")
                        .hearsLike("\\*\\*\\* bye restart: .+")
                        .hearsTheEnd();
            }
            ann.close();
            bob.close();
            assertThat(parley.exitCode()).as(parley.output()).isZero();
            assertThat(parley.output().split(" reason=restart ", -1)).hasSize(3);
        }
    }

    @Test
    void aSecondStopShortensTheFirst() throws Exception {
        int port = ParleyProcess.freePort();
        try (var parley = start(port, "--parley.drain.window=1h").awaitOutput("Started ParleyApplication");
                var ann = new TcpClient(port)) {
            ann.send("/ping here").hears("*** pong here");
            parley.terminate();
            ann.hearsLike("\\*\\*\\* announcement: .+ within 3600 s.*");
            parley.terminate();
            String line = ann.line();
            while (line != null && line.startsWith("*** announcement: ")) {
                line = ann.line();
            }
            assertThat(line).startsWith("*** bye restart: ");
            ann.close();
            assertThat(parley.exitCode()).as(parley.output()).isZero();
        }
    }

    @Test
    void chatContinuesWithoutFreeFileDescriptors() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "there is no " + SHELL + " to set a limit with");
        int port = ParleyProcess.freePort();
        var limited = List.of(SHELL.toString(), "-c", "ulimit -n 300 && exec \"$@\"", "limited");
        List<TcpClient> crowd = new ArrayList<>();
        try (var parley = new ParleyProcess(limited, data, "--parley.tcp.port=" + port)
                        .awaitOutput("Started ParleyApplication");
                var ann = new TcpClient(port);
                var bob = new TcpClient(port)) {
            bob.send("/ping here").hears("*** pong here");
            chat(ann, bob);
            for (int i = 0; i < 240; i++) {
                crowd.add(new TcpClient(port));
            }
            parley.awaitOutput("Could not accept a connection");
            chat(ann, bob);
            for (TcpClient client : crowd) {
                client.close();
            }
            try (var late = new TcpClient(port)) {
                late.send("/ping late").hears("*** pong late");
            }
            chat(ann, bob);
            assertThat(parley.output()).doesNotContain("ERROR");
            assertThat(parley.output().lines()).hasSizeLessThan(70);
        }
    }

    private static void chat(TcpClient ann, TcpClient bob) throws IOException {
        ann.send("/msg #lobby hello");
        String line = bob.line();
        while (line != null && !line.endsWith("> hello")) {
            line = bob.line();
        }
        assertThat(line).isNotNull();
    }

    private ParleyProcess start(int port, String... more) throws IOException {
        String[] arguments = Stream.concat(Stream.of("--parley.tcp.port=" + port), Stream.of(more))
                .toArray(String[]::new);
        return new ParleyProcess(List.of(), data, arguments);
    }
}
