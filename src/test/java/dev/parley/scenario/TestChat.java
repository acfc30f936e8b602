package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Sequence;
import dev.parley.session.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;

/** The started chat as a test sees it: its port, and how many it has. */
final class TestChat {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TcpNetServerConnectionFactory factory;
    private final Sequence sequence;
    private final Sessions sessions;

    TestChat(TcpNetServerConnectionFactory factory, Sequence sequence, Sessions sessions) {
        this.factory = factory;
        this.sequence = sequence;
        this.sessions = sessions;
    }

    int port() {
        return factory.getPort();
    }

    /** A new client, which hears the lobby already. */
    Client connect() throws IOException {
        int before = listening();
        var client = new Client(port());
        awaitListening(before + 1);
        return client;
    }

    /** How many hear the lobby: every connection the chat thread knows of. */
    int listening() {
        return sequence.ask(chat -> chat.rooms().getFirst().listening()).join();
    }

    int sessions() {
        return sessions.count();
    }

    /** Every client has been sent so many lines: they are in the kernel's buffers, to be read at will. */
    void awaitLinesSent(int... lines) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(sessions.after(null, lines.length + 1).stream()
                                .mapToInt(session -> (int) session.state().linesOut()))
                        .as("lines sent to each client")
                        .containsExactly(IntStream.of(lines).boxed().toArray(Integer[]::new)));
    }

    void awaitListening(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() ->
                        assertThat(listening()).as("connections in the lobby").isEqualTo(count));
    }
}
