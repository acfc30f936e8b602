package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that read nothing for a while, or never again. */
@StartedChat
class SlowClientsTest {
    private static final String LINE = "x".repeat(4_000);
    private static final int STUCK_BYTES = 100_000;
    private static final int LONG_QUEUE_BYTES = 500_000;
    private static final Pattern BYE = Pattern.compile("\\*\\*\\* bye slow-consumer: .* (\\d+) lines .*");

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
    void stuckClientIsResetSoonAfterItWasKicked() throws IOException {
        int kicked = chat.disconnects("kicked");
        sayUntil(() -> chat.mostQueued() > STUCK_BYTES);
        chat.kickLongestQueue();
        chat.awaitDisconnects("kicked", kicked + 1);
        speaker.send("still here").hearsLike("<.*> still here");
    }

    @Test
    void slowClientThatReadsAgainGetsAByeWithTheNumberOfDroppedLines() throws IOException {
        int slowConsumers = chat.disconnects("slow-consumer");
        int said =
                sayUntil(() -> chat.mostQueued() > LONG_QUEUE_BYTES) + sayUntil(() -> chat.mostQueued() < STUCK_BYTES);
        Matcher bye = BYE.matcher("");
        int received = 0;
        while (!bye.matches()) {
            String line = Objects.requireNonNull(slow.line(), "the bye is missing");
            received += line.endsWith(LINE) ? 1 : 0;
            bye.reset(line);
        }
        slow.hearsTheEnd();
        slow.close();
        int notices = 2;
        assertThat(Integer.parseInt(bye.group(1)))
                .isBetween(said / LINE.length() - received, said / LINE.length() - received + notices);
        chat.awaitDisconnects("slow-consumer", slowConsumers + 1);
    }

    @Test
    void kernelBufferOfASlowClientIsLimited() throws IOException {
        assertThat(sayUntil(() -> chat.mostQueued() > STUCK_BYTES) - chat.mostQueued())
                .isLessThan(512 * 1024);
    }

    /** Returns the number of bytes that were said. */
    private int sayUntil(BooleanSupplier isEnough) throws IOException {
        int said = 0;
        speaker.send("/echo on").hears("*** echo on");
        while (!isEnough.getAsBoolean()) {
            speaker.send(LINE);
            for (String line = speaker.line(); line != null && !line.endsWith(LINE); ) {
                line = speaker.line();
            }
            said += LINE.length();
        }
        return said;
    }
}
