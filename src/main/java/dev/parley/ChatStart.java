package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatEventLoop;
import dev.parley.history.ChatSnapshotReader;
import dev.parley.time.MonotonicClock;

/** Start of the chat from its stored state. */
record ChatStart(ChatSnapshotReader snapshots, Chat chat, ChatEventLoop eventLoop) {
    /** Restores the chat, and starts to apply tasks. */
    void start() {
        chat.restore(snapshots.read(), MonotonicClock.SYSTEM.nanos());
        eventLoop.start();
    }
}
