package dev.parley.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/**
 * Line reader with a status line above the typed line: both are its prompt, as JLine's own status line is lost when the
 * terminal gets lower. All output takes the lock of the reader, which also holds it while the user searches the history
 * or chooses a completion; lines that arrive wait meanwhile.
 */
final class ChatReader extends LineReaderImpl {
    /** Rows that JLine needs for a prompt of two lines. */
    private static final int MIN_ROWS = 3;

    /** Columns below which words are not kept whole; a terminal of unknown size has none. */
    private static final int MIN_COLUMNS = 20;

    private static final long TYPE_AHEAD_MILLIS = 20;

    private final AttributedStyle style;
    private String status = "";
    private String question = "";
    private boolean isClosed;

    /** @param isColored whether the status line is set off by reverse video */
    ChatReader(Terminal terminal, boolean isColored) {
        super(terminal, "parley", new HashMap<>());
        style = isColored ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
    }

    /** Shows a status line, cut to the width of the terminal. */
    void showStatus(String text) {
        output(() -> {
            if (!text.equals(status)) {
                status = text;
                redrawPrompt();
            }
        });
    }

    /** Sets the question before the typed line; unlike in JLine, no character of it has a special meaning. */
    @Override
    public void setPrompt(String text) {
        lock.lock();
        try {
            question = text;
            var built = new AttributedStringBuilder();
            Size size = terminal.getSize();
            if (!status.isEmpty() && size.getRows() >= MIN_ROWS && !isDumb()) {
                built.append(new AttributedString(status, style).columnSubSequence(0, size.getColumns() - 1))
                        .append("\n", AttributedStyle.DEFAULT);
            }
            prompt = built.append(text, AttributedStyle.DEFAULT).toAttributedString();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the terminal cannot move its cursor. */
    boolean isDumb() {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    @Override
    protected void redisplay(boolean flush) {
        lock.lock();
        try {
            if (!(display instanceof RowDisplay)) {
                // A new line begins, of which JLine has shown nothing yet.
                display = new RowDisplay(terminal);
                display.resize(size);
            }
            super.redisplay(flush);
        } finally {
            lock.unlock();
        }
    }

    /** Draws everything again at a new size. */
    @Override
    protected void handleSignal(Signal signal) {
        lock.lock();
        try {
            super.handleSignal(signal);
            if (signal == Signal.CONT) {
                // The shell may have turned it off.
                markPastes(BRACKETED_PASTE_ON);
            }
            redrawPrompt();
        } finally {
            lock.unlock();
        }
    }

    private void redrawPrompt() {
        setPrompt(question);
        if (reading) {
            redisplay(false);
            terminal.flush();
        }
    }

    /** Shows a line above the typed line, broken between words. */
    void show(AttributedString text) {
        output(() -> {
            int columns = terminal.getSize().getColumns();
            printAbove(columns < MIN_COLUMNS ? text : WordWrap.wrap(text, columns, LineRenderer.TIME_COLUMNS));
        });
    }

    void bell() {
        output(() -> {
            terminal.puts(Capability.bell);
            terminal.flush();
        });
    }

    private void output(Runnable output) {
        lock.lock();
        try {
            if (!isClosed) {
                output.run();
            }
        } catch (IllegalStateException e) {
            // A signal ends the process, and JLine has closed the terminal.
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops the process until the shell continues it, as Ctrl-Z does; Java itself ignores that signal.
     *
     * @param attributes those of the terminal for the shell
     */
    void suspend(Attributes attributes) {
        lock.lock();
        try {
            if (reading) {
                display.update(List.of(), 0);
                terminal.puts(Capability.keypad_local);
                markPastes(BRACKETED_PASTE_OFF);
                terminal.flush();
                terminal.setAttributes(attributes);
                stopProcess();
            }
        } finally {
            lock.unlock();
        }
    }

    private void markPastes(String sequence) {
        if (!isDumb()) {
            terminal.writer().write(sequence);
        }
    }

    /** Stops the process by the {@code kill} of the shell, as not every system has a program of this name. */
    private static void stopProcess() {
        try {
            new ProcessBuilder(
                            "sh", "-c", "kill -STOP " + ProcessHandle.current().pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // There is no shell to go back to: the chat continues.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns what was typed before a question or the first prompt, and erases what the terminal has echoed of its last
     * line. Then asks the terminal for its abilities, whose answers JLine reads together with all other input.
     */
    String takeTypeAhead() {
        var typed = new StringBuilder();
        try {
            for (int next = terminal.reader().read(TYPE_AHEAD_MILLIS);
                    next >= 0;
                    next = terminal.reader().read(TYPE_AHEAD_MILLIS)) {
                typed.append((char) next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!typed.isEmpty() && !isDumb()) {
            terminal.puts(Capability.carriage_return);
            terminal.puts(Capability.clr_eol);
        }
        if (terminal.supportsGraphemeClusterMode()) {
            terminal.setGraphemeClusterMode(true, false);
        }
        return typed.toString();
    }

    /** Ends the output; nothing is shown afterwards. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }
}
