package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One who sends more than may be is slowed down, loses nothing, and is nobody else's trouble. */
@StartedLimitedChat
class FloodTest {
    private static final int LINES = 50;
    private static final int BYTES_PER_SECOND = 8 * 1024;
    private static final int BYTE_BURST = 2 * BYTES_PER_SECOND;
    private static final int ONE_READ = 4_103;

    /** More than is read when the test has seen enough; the rest is read at the same rate before the end is noticed. */
    private static final int PARTS = 40;

    @Autowired
    RunningChat chat;

    private TcpClient neighbour;
    private TcpClient flooder;
    private long connectedNanos;

    @BeforeEach
    void connect() throws IOException {
        neighbour = chat.connect();
        connectedNanos = System.nanoTime();
        flooder = chat.connect();
    }

    @AfterEach
    void everyoneLeaves() throws IOException {
        neighbour.close();
        flooder.reset(); // what it has sent would be read before an orderly end
        chat.awaitListening(0);
    }

    @Test
    void floodOfLinesIsDelayedAndAnsweredInFull() throws IOException {
        int delays = chat.floodDelays();
        flooder.write(
                IntStream.range(0, LINES).mapToObj("/ping %d\n"::formatted).collect(Collectors.joining()));
        assertTheNeighbourIsServed();
        assertThat(chat.newest().linesIn()).isLessThan(LINES);
        flooder.hears(IntStream.range(0, 20).mapToObj("*** pong %d"::formatted).toArray(String[]::new));
        flooder.hears("*** you are sending too fast: your lines are delayed, but none is lost");
        flooder.hears(
                IntStream.range(20, LINES).mapToObj("*** pong %d"::formatted).toArray(String[]::new));
        assertThat(chat.floodDelays()).isBetween(delays + 1, delays + LINES - 20);
    }

    @Test
    void floodOfBytesWithoutALineEndIsDelayed() throws IOException {
        Thread.startVirtualThread(this::writeALineWithoutEnd);
        assertTheNeighbourIsServed();
        await().atMost(RunningChat.PATIENCE).until(() -> chat.newest().bytesIn() > BYTE_BURST + BYTES_PER_SECOND);
        long read = chat.newest().bytesIn();
        double seconds = (System.nanoTime() - connectedNanos) / 1e9;
        assertThat((double) read).isLessThan(BYTE_BURST + seconds * BYTES_PER_SECOND + ONE_READ);
    }

    private void assertTheNeighbourIsServed() throws IOException {
        for (int i = 0; i < 15; i++) {
            neighbour.send("/ping " + i).hears("*** pong " + i);
        }
    }

    private void writeALineWithoutEnd() {
        String part = "x".repeat(1_000);
        try {
            for (int i = 0; i < PARTS; i++) {
                flooder.write(part);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(closed|reset|broken pipe).*");
        }
    }
}
