package dev.parley.terminal;

import java.util.HashMap;
import java.util.List;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Status;

/**
 * Line reader with a status line below. JLine draws the two without a common lock, which garbles the screen; here all
 * output takes the lock of the reader. The reader also holds it while the user searches the history or chooses a
 * completion, and lines that arrive wait meanwhile.
 */
final class ChatReader extends LineReaderImpl {
    private String status = "";
    private boolean isClosed;

    ChatReader(Terminal terminal) {
        super(terminal, "parley", new HashMap<>());
    }

    /** Shows a status line, cut to the width of the terminal. */
    void showStatus(String text) {
        lock.lock();
        try {
            Status line = Status.getStatus(terminal);
            if (line != null && !isClosed && !text.equals(status)) {
                status = text;
                line.update(List.of(new AttributedString(text)), false);
                if (reading) {
                    redisplay(false);
                }
                terminal.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Shows a line above the typed line. */
    void show(AttributedString text) {
        lock.lock();
        try {
            if (!isClosed) {
                printAbove(text);
            }
        } finally {
            lock.unlock();
        }
    }

    void bell() {
        lock.lock();
        try {
            if (!isClosed) {
                terminal.puts(Capability.bell);
                terminal.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the status line; nothing is shown afterwards. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            Status.getExistingStatus(terminal).ifPresent(line -> {
                line.hide();
                line.close();
            });
        } finally {
            lock.unlock();
        }
    }
}
