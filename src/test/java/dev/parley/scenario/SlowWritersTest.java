package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Five hundred who begin a line and do not end it. When they are ended: LineStreamTest, SessionLimitsTest. */
@StartedChat
class SlowWritersTest {
    private static final int CLIENTS = 500;

    /** Some come and go with the tests themselves. */
    private static final int OTHER_THREADS = 50;

    @Autowired
    RunningChat chat;

    @Test
    void clientsWithUnfinishedLinesDelayNoOthersAndUseNoPlatformThreads() throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        try (TcpClient other = chat.connect()) {
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(chat.connect().write("/ping\n/ping half-a-li"));
            }
            for (TcpClient client : clients) {
                client.hears("*** pong");
            }
            other.hearsNothingElse();
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + OTHER_THREADS);
            clients.getFirst().write("ne\n").hears("*** pong half-a-line");
            clients.getLast().write("ne\n").hears("*** pong half-a-line");
        } finally {
            for (TcpClient client : clients) {
                client.close();
            }
            chat.awaitListening(0);
        }
    }
}
