package dev.parley.terminal;

import org.jline.utils.AttributedString;

/** Output for the user. Safe for any thread. */
interface Screen {
    /** Shows a line above the typed line. */
    void show(AttributedString line);

    /** Shows the line with the state of the chat. */
    void status(String text);

    /** Rings the bell. */
    void bell();
}
