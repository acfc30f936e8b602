package dev.parley.terminal;

import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Display that ends each row by a newline, even where a line continues. Otherwise many terminals would join the rows
 * when they get wider, others would not, and it would not be known in which row the cursor is then.
 */
final class RowDisplay extends Display {
    private List<AttributedString> drawn = List.of();

    RowDisplay(Terminal terminal) {
        super(terminal, false);
    }

    @Override
    public void update(List<AttributedString> rows, int cursor, boolean flush) {
        drawn = rows.stream().map(RowDisplay::ended).toList();
        super.update(drawn, cursor, flush);
    }

    private static AttributedString ended(AttributedString row) {
        return row.toString().endsWith("\n")
                ? row
                : new AttributedStringBuilder().append(row).append("\n").toAttributedString();
    }

    /**
     * Erases all rows at a new size of the terminal. Most terminals have broken the rows that are too long for it; where
     * one has cut them instead, as many rows above are erased too.
     */
    @Override
    public void resize(int newRows, int newColumns) {
        if (cursorPos > 0 && newColumns > 0) {
            int row = cursorPos / columns1;
            int above = (cursorPos % columns1) / newColumns;
            for (AttributedString line : drawn.subList(0, Math.min(row, drawn.size()))) {
                above += line.columnSplitLength(terminal, newColumns, false, false)
                                .size()
                        - 1;
            }
            terminal.puts(Capability.carriage_return);
            perform(Capability.cursor_up, Capability.parm_up_cursor, above);
            terminal.puts(Capability.clr_eos);
            cursorPos = 0;
            drawn = List.of();
            reset();
        }
        super.resize(newRows, newColumns);
    }
}
