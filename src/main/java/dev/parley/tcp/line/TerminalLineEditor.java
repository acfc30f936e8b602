package dev.parley.tcp.line;

import dev.parley.time.MonotonicClock;
import java.util.concurrent.TimeUnit;

/** Recognizes a terminal that sends each key as it is pressed, and edits the typed line. */
final class TerminalLineEditor {
    private static final long MAX_NANOS_BETWEEN_KEYS = TimeUnit.SECONDS.toNanos(2);
    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007F';
    private static final char KILL_LINE = '\u0015';

    private final MonotonicClock clock;
    private boolean wasKey;
    private long keyNanos;

    TerminalLineEditor(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * Records a read; returns whether a person is typing. This is so if the read before was a key of the same line a
     * short time ago.
     *
     * @param isKey whether the read is one character that does not end a line
     */
    boolean isNoticed(boolean isKey) {
        boolean isTyping = false;
        if (isKey) {
            long now = clock.nanos();
            isTyping = wasKey && now - keyNanos < MAX_NANOS_BETWEEN_KEYS;
            keyNanos = now;
        }
        wasKey = isKey;
        return isTyping;
    }

    void lineEnded() {
        wasKey = false;
    }

    /** Applies the keys that delete, which such a terminal leaves to the server. */
    static String edited(String typed) {
        if (typed.chars().noneMatch(TerminalLineEditor::deletes)) {
            return typed;
        }
        var line = new StringBuilder();
        typed.codePoints().forEach(key -> {
            if (key == KILL_LINE) {
                line.setLength(0);
            } else if (!deletes(key)) {
                line.appendCodePoint(key);
            } else if (!line.isEmpty()) {
                line.setLength(line.offsetByCodePoints(line.length(), -1));
            }
        });
        return line.toString();
    }

    private static boolean deletes(int key) {
        return key == BACKSPACE || key == DELETE || key == KILL_LINE;
    }
}
