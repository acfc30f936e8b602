package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A client that takes nothing more, while less waits for it than would end it as a slow consumer. */
@StartedChat
class SlowClientsTest {
    private static final String LINE = "x".repeat(4_000);
    private static final int STUCK_BYTES = 100_000;

    @Autowired
    RunningChat chat;

    private TcpClient speaker;
    private TcpClient slow;

    @BeforeEach
    void connect() throws IOException {
        speaker = chat.connect();
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        slow = chat.connect(socket);
    }

    @AfterEach
    void everyoneLeaves() throws IOException {
        speaker.close();
        slow.close();
        chat.awaitListening(0);
    }

    @Test
    void clientIsDisconnectedWhenAWriteBlocksForTenSeconds() throws IOException {
        int timeouts = chat.disconnects("write-timeout");
        int slowConsumers = chat.disconnects("slow-consumer");
        sayUntilStuck();
        await().atMost(RunningChat.PATIENCE)
                .untilAsserted(
                        () -> assertThat(chat.disconnects("write-timeout")).isEqualTo(timeouts + 1));
        assertThat(chat.disconnects("slow-consumer")).isEqualTo(slowConsumers);
        speaker.send("still here").hearsLike("<.*> still here");
    }

    @Test
    void kernelBufferOfASlowClientIsLimited() throws IOException {
        assertThat(sayUntilStuck() - chat.mostQueued()).isLessThan(512 * 1024);
    }

    /** Returns how many bytes were said. */
    private int sayUntilStuck() throws IOException {
        int said = 0;
        speaker.send("/echo on").hears("*** echo on");
        while (chat.mostQueued() < STUCK_BYTES) {
            speaker.send(LINE);
            for (String line = speaker.line(); line != null && !line.endsWith(LINE); ) {
                line = speaker.line();
            }
            said += LINE.length();
        }
        return said;
    }
}
