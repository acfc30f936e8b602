package dev.parley.history;

import dev.parley.chat.RoomName;
import dev.parley.database.OwnThread;
import java.util.List;
import java.util.Optional;

/** What was said, as operators read it: what was deleted is there without its text. */
public final class Archive {
    private final EventStore store;
    private final HistoryLog historyLog;

    Archive(EventStore store, HistoryLog historyLog) {
        this.store = store;
        this.historyLog = historyLog;
    }

    /** Newest first. */
    public List<StoredMessage> before(RoomName room, long id, int limit) {
        historyLog.awaitStored();
        return store.before(room, id, limit, true);
    }

    /** Oldest first. */
    public List<StoredMessage> after(RoomName room, long id, int limit) {
        historyLog.awaitStored();
        return store.after(room, id, limit, true);
    }

    /** Those before an id that have all the words of the query, newest first. */
    public List<StoredMessage> search(RoomName room, String query, long before, int limit) {
        historyLog.awaitStored();
        return OwnThread.of(() -> store.search(room, query, before, limit));
    }

    public Optional<StoredMessage> find(RoomName room, long id) {
        historyLog.awaitStored();
        return store.find(room, id);
    }
}
