package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ConnectionLoopTest {
    private final List<String> shown = new ArrayList<>();

    private final class RecordingScreen implements Screen {
        @Override
        public void show(AttributedString line) {
            shown.add(line.toString());
        }

        @Override
        public void status(String text) {}

        @Override
        public void bell() {}
    }

    private final Clock clock = Clock.systemUTC();
    private final Conversation conversation = new Conversation(
            new RecordingScreen(), clock, new LineRenderer(clock, false, false), "", (delay, task) -> {});

    @Test
    void linesThatWaitAreListedIfTheServerIsNotTrustedAnyMore() throws IOException {
        var loop = runUntilLost(() -> {
            conversation.typed("hello");
            throw new UntrustedServerException("another certificate");
        });
        assertThat(loop.exitStatus()).isEqualTo(ChatCommand.UNTRUSTED);
        assertThat(shown).endsWith("*** another certificate", "*** not sent: hello");
    }

    @Test
    void faultOfTheClientIsShownAndEndsTheChatWithStatus1() throws IOException {
        var loop = runUntilLost(() -> {
            throw new IllegalStateException("broken");
        });
        assertThat(loop.exitStatus()).isEqualTo(ChatCommand.LOST);
        assertThat(loop.isOver()).isTrue();
        assertThat(shown).last().asString().contains("this client has a fault", "broken");
    }

    @Test
    void webServerIsNamed() throws IOException {
        var loop = new ConnectionLoop(
                () -> {
                    throw new IOException("not again");
                },
                conversation);
        try (var server = new ScriptedServer()) {
            var connection = new ServerConnection(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            server.awaitConnections(1);
            server.send("HTTP/1.1 400");
            loop.run(connection, List.of());
        }
        assertThat(loop.exitStatus()).isEqualTo(ChatCommand.USAGE);
        assertThat(shown).last().asString().contains("this port is for HTTP");
    }

    /** Runs a loop whose first connection is lost. */
    private ConnectionLoop runUntilLost(Connector connector) throws IOException {
        var loop = new ConnectionLoop(connector, conversation);
        try (var server = new ScriptedServer()) {
            var connection = new ServerConnection(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            server.awaitConnections(1);
            server.disconnect();
            loop.run(connection, List.of());
        }
        return loop;
    }
}
