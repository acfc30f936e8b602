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

    @Test
    void linesThatWaitAreListedIfTheServerIsNotTrustedAnyMore() throws IOException {
        Clock clock = Clock.systemUTC();
        var conversation = new Conversation(new RecordingScreen(), clock, new LineRenderer(clock, false, false), "");
        var loop = new ConnectionLoop(
                () -> {
                    conversation.typed("hello");
                    throw new UntrustedServerException("another certificate");
                },
                conversation);
        try (var server = new ScriptedServer()) {
            var connection = new ServerConnection(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            server.awaitConnections(1);
            server.disconnect();
            loop.run(connection, List.of());
        }
        assertThat(loop.exitStatus()).isEqualTo(ChatCommand.UNTRUSTED);
        assertThat(shown).endsWith("*** another certificate", "*** not sent: hello");
    }
}
