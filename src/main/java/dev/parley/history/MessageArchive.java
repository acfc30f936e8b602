package dev.parley.history;

import dev.parley.database.DatabaseExecutor;
import dev.parley.protocol.RoomName;
import java.util.List;
import java.util.Optional;

/** What was said, as operators read it: what was deleted is there without its text. */
public final class MessageArchive {
    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final DatabaseExecutor database;

    MessageArchive(ChatEventStore store, HistoryLog historyLog, DatabaseExecutor database) {
        this.store = store;
        this.historyLog = historyLog;
        this.database = database;
    }

    /** Newest first. */
    public List<StoredMessage> newest(RoomName room, IdRange span, int limit) {
        historyLog.awaitStored();
        return store.newest(room, span, limit, true);
    }

    /** Oldest first. */
    public List<StoredMessage> oldest(RoomName room, IdRange span, int limit) {
        historyLog.awaitStored();
        return store.oldest(room, span, limit, true);
    }

    /** Messages with all the words of the query, newest first. */
    public List<StoredMessage> search(RoomName room, String query, IdRange span, int limit) {
        historyLog.awaitStored();
        return database.call(() -> store.search(room, query, span, limit));
    }

    /** Ids of the life of a room that begins after this id; empty if none does. */
    public Optional<IdRange> life(RoomName room, long id) {
        historyLog.awaitStored();
        return store.life(room, id);
    }

    /** The id that the life of a room's newest message begins after; 0 if it has none. */
    public long lifeOfNewest(RoomName room) {
        historyLog.awaitStored();
        return store.lifeOfNewest(room);
    }

    public Optional<StoredMessage> find(RoomName room, long id) {
        historyLog.awaitStored();
        return store.find(room, id);
    }
}
