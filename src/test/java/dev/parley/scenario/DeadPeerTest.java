package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose machine is gone: nothing comes from there any more, neither an end nor a reset. */
@Tag("by-hand")
class DeadPeerTest {
    private static final String NAMESPACE = "parley-peer";
    private static final String HERE = "10.213.7.1";
    private static final String THERE = "10.213.7.2";

    @TempDir
    Path data;

    private int port;
    private ParleyProcess parley;
    private Process peer;

    @BeforeEach
    void connectFromAnotherMachine() throws Exception {
        assumeTrue(ip("netns add " + NAMESPACE) == 0, "no network namespace can be made: that needs root, and ip");
        assertThat(ip("link add parley-here type veth peer name parley-there netns " + NAMESPACE))
                .isZero();
        assertThat(ip("addr add " + HERE + "/30 dev parley-here")).isZero();
        assertThat(ip("link set parley-here up")).isZero();
        assertThat(ip("-n " + NAMESPACE + " addr add " + THERE + "/30 dev parley-there"))
                .isZero();
        assertThat(ip("-n " + NAMESPACE + " link set parley-there up")).isZero();
        port = ParleyProcess.freePort();
        parley = new ParleyProcess(
                        List.of(),
                        data,
                        "--parley.tcp.address=" + HERE,
                        "--parley.tcp.port=" + port,
                        "--parley.limits.lines-per-second=0")
                .awaitReady();
        String connect = "exec 3<>/dev/tcp/" + HERE + "/" + port + "; echo /ping here >&3; head -1 <&3; read";
        peer = new ProcessBuilder("ip", "netns", "exec", NAMESPACE, "bash", "-c", connect).start();
        assertThat(peer.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("*** pong here");
    }

    @AfterEach
    void clearAway() throws Exception {
        if (peer != null) {
            peer.destroyForcibly();
            parley.close();
        }
        ip("link del parley-here");
        ip("netns del " + NAMESPACE);
    }

    @Test
    void deadPeerIsDisconnectedWithin100SecondsWithoutTraffic() throws Exception {
        unplug();
        awaitGone("client-reset", Duration.ofSeconds(100));
    }

    @Test
    void deadPeerIsDisconnectedWithin90SecondsUnderTraffic() throws Exception {
        unplug();
        try (var speaker = new TcpClient(new InetSocketAddress(HERE, port), new Socket())) {
            for (int i = 0; i < 50; i++) {
                speaker.send("x".repeat(4_000)).hearsLike(i == 0 ? "\\*\\*\\* You are .*" : "<.*> x+");
            }
            awaitGone("write-timeout", Duration.ofSeconds(90));
        }
    }

    private void awaitGone(String reason, Duration atMost) {
        await().atMost(atMost).until(() -> parley.output().contains("reason=" + reason + " address=" + THERE));
    }

    private static void unplug() throws Exception {
        assertThat(ip("-n " + NAMESPACE + " link set parley-there down")).isZero();
    }

    private static int ip(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            assumeTrue(false, "there is no ip to make another machine with: " + e.getMessage());
            throw e;
        }
    }
}
