package dev.parley.history;

import dev.parley.chat.port.ChatSnapshot;
import dev.parley.protocol.ResumableSession;
import java.time.InstantSource;

/** Reads the state of the chat from the database. */
public final class ChatSnapshotReader {
    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final InstantSource clock;

    ChatSnapshotReader(ChatEventStore store, HistoryLog historyLog, InstantSource clock) {
        this.store = store;
        this.historyLog = historyLog;
        this.clock = clock;
    }

    /**
     * Reads the state after the {@link HistoryLog} was loaded. Members that a killed process had still connected have
     * lost their connections now.
     */
    public ChatSnapshot read() {
        store.sessions().suspendConnected(clock.instant().plus(ResumableSession.TIMEOUT));
        return new ChatSnapshot(
                historyLog.lastStored(),
                store.rooms().all(),
                store.lives().latest(),
                store.directMessages().waiting(),
                store.sessions().all(),
                store.keyedMessages().before(clock.instant()));
    }
}
