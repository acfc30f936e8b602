package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.port.ChatSnapshot;
import dev.parley.cluster.Leader;
import dev.parley.history.ChatSnapshotReader;
import dev.parley.history.HistoryLog;
import dev.parley.time.MonotonicClock;
import java.util.Optional;

/** Start of the chat from its stored state, and its end. */
record ChatStart(
        ChatSnapshotReader snapshots,
        Chat chat,
        ChatEventLoop eventLoop,
        HistoryLog historyLog,
        Optional<Leader> leader) {
    /** Restores the chat, and starts to apply tasks. */
    void start() {
        ChatSnapshot snapshot = snapshots.read();
        chat.restore(snapshot, MonotonicClock.SYSTEM.nanos());
        leader.ifPresent(one -> one.restore(chat, snapshot.lives()));
        eventLoop.start();
        leader.ifPresent(Leader::start);
    }

    /** Waits until everything that was delivered is stored. */
    void stop() {
        leader.ifPresent(Leader::close);
        historyLog.close();
    }
}
