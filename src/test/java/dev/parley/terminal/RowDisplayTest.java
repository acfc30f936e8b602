package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowDisplayTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private LineDisciplineTerminal terminal;
    private RowDisplay display;

    @BeforeEach
    void showsAStatusAndALineInTwoRows() throws IOException {
        terminal = new LineDisciplineTerminal("test", "xterm", written, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(20, 24));
        display = new RowDisplay(terminal);
        display.resize(24, 20);
        display.update(rows("#lobby · 2 people\n", "> 3456789 123456789 ", "12345"), 2 * 21 + 5);
    }

    @Test
    void fullRowEndsByANewlineAndNotByTheTerminal() {
        assertThat(output()).matches("(?s).*123456789 \r+\n12345");
    }

    @Test
    void allRowsAreErasedWhereAWiderTerminalLeavesThem() {
        written.reset();
        display.resize(24, 30);
        assertThat(output()).isEqualTo("\r\u001b[2A\u001b[J");
    }

    @Test
    void allRowsAreErasedWhereANarrowerTerminalHasBrokenThem() {
        written.reset();
        display.resize(24, 8);
        assertThat(output())
                .as("three rows of the status, and three of the line")
                .isEqualTo("\r\u001b[6A\u001b[J");
    }

    private String output() {
        terminal.flush();
        return written.toString(StandardCharsets.UTF_8);
    }

    private static List<AttributedString> rows(String... rows) {
        return List.of(rows).stream().map(AttributedString::new).toList();
    }
}
