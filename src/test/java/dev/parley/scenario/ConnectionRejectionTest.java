package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who comes when there is no room for it: it is told so and closed, and counted under its reason. */
@StartedLimitedChat
class ConnectionRejectionTest {
    @Autowired
    RunningChat chat;

    private final List<TcpClient> clients = new ArrayList<>();

    @AfterEach
    void everyoneLeaves() throws IOException {
        for (TcpClient client : clients) {
            client.close();
        }
        chat.awaitListening(0);
    }

    @Test
    void connectionAboveTheAddressLimitIsRejected() throws IOException {
        int before = chat.rejections("too-many-connections");
        connect(20, "127.0.0.2");
        chat.assertRejected("127.0.0.2", "too-many-connections");
        connect(1, "127.0.0.3");
        clients.getLast().hearsNothingElse();
        assertThat(chat.rejections("too-many-connections")).isEqualTo(before + 1);
    }

    @Test
    void connectionsAboveTheTotalLimitAreRejected() throws IOException {
        int before = chat.rejections("server-full");
        connect(50, "127.0.0.99");
        for (int i = 0; i < 10; i++) {
            chat.assertRejected("127.0.0.99", "server-full");
        }
        assertThat(chat.rejections("server-full")).isEqualTo(before + 10);
        for (TcpClient client : clients) {
            client.hearsNothingElse();
        }
        clients.removeFirst().close();
        chat.awaitListening(49);
        connect(1, "127.0.0.99");
        clients.getLast().hearsNothingElse();
    }

    private void connect(int count, String from) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(chat.connectFrom(from));
        }
    }
}
