package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ListenerLifecycle;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;

/** Two ports, each with its own pair of channel adapters. */
@ExtendWith(OutputCaptureExtension.class)
class PortAdaptersTest {
    @TempDir
    Path folder;

    @Test
    void inboundAdaptersStartAndStopEveryPort() throws Exception {
        try (var small = start()) {
            var adapters = small.all(TcpReceivingChannelAdapter.class);
            assertThat(adapters).hasSize(2).allMatch(TcpReceivingChannelAdapter::isListening);
            adapters.forEach(TcpReceivingChannelAdapter::stop);
            awaitClosed(small.chat().port());
            awaitClosed(small.chat().tlsPort());
        }
    }

    @Test
    void stopOfTheListenerClosesEveryPort() throws Exception {
        try (var small = start()) {
            small.get(ListenerLifecycle.class).stop();
            awaitClosed(small.chat().port());
            awaitClosed(small.chat().tlsPort());
            assertThat(small.get(ListenerLifecycle.class).isRunning()).isFalse();
        }
    }

    @Test
    void clientFaultsCauseNoWarningsInTheLog(CapturedOutput output) throws Exception {
        try (var small = start()) {
            var chat = small.chat();
            chat.connect().send("between you and me").hearsLike(".*").reset();
            chat.connect().write("half a li").reset();
            chat.connect().reset();
            try (var plainOnTls = new Socket(InetAddress.getLoopbackAddress(), chat.tlsPort())) {
                plainOnTls.getOutputStream().write("no hello\n".getBytes(StandardCharsets.UTF_8));
                plainOnTls.getInputStream().readAllBytes();
            }
            chat.awaitListening(0);
        }
        assertThat(output).doesNotContain("WARN", "ERROR", "between you and me", "half a li", "no hello");
    }

    private MinimalApplication start() throws Exception {
        SelfSignedCertificate.make(folder).writeTo(folder);
        return MinimalApplication.withTls(folder, MinimalApplication.LIMITS, ClientAuth.NONE, Duration.ofSeconds(10));
    }

    /** The thread that accepts closes the socket, a moment after the stop. */
    private static void awaitClosed(int port) {
        await().untilAsserted(() -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class));
    }
}
