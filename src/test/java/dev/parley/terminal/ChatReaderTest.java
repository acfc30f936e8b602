package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ChatReaderTest {
    @Test
    void outputAfterASignalHasClosedTheTerminalIsIgnored() throws IOException {
        var terminal = new LineDisciplineTerminal("test", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        var reader = new ChatReader(terminal, false);
        terminal.close();
        assertThatCode(() -> {
                    reader.showStatus("#lobby");
                    reader.show(new AttributedString("hello"));
                    reader.bell();
                })
                .doesNotThrowAnyException();
    }
}
