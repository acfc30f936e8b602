package dev.parley.history;

import dev.parley.database.DatabaseExecutor;
import dev.parley.protocol.RoomName;
import java.util.List;
import java.util.Optional;

/** Messages as operators see them. Deleted messages are included, without their text. */
public final class MessageArchive {
    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final DatabaseExecutor database;

    MessageArchive(ChatEventStore store, HistoryLog historyLog, DatabaseExecutor database) {
        this.store = store;
        this.historyLog = historyLog;
        this.database = database;
    }

    /** Returns the newest messages, newest first. */
    public List<StoredMessage> newest(RoomName room, IdRange span, int limit) {
        historyLog.awaitStored();
        return store.newest(room, span, limit, true);
    }

    /** Returns the oldest messages, oldest first. */
    public List<StoredMessage> oldest(RoomName room, IdRange span, int limit) {
        historyLog.awaitStored();
        return store.oldest(room, span, limit, true);
    }

    /** Returns messages that contain all words of the query, newest first. */
    public List<StoredMessage> search(RoomName room, String query, IdRange span, int limit) {
        historyLog.awaitStored();
        return database.call(() -> store.search(room, query, span, limit));
    }

    /**
     * Returns the ids of the life of a room that begins after this id; empty if no life does. A life is the time from
     * the creation of a room until it is closed.
     */
    public Optional<IdRange> life(RoomName room, long id) {
        historyLog.awaitStored();
        return store.life(room, id);
    }

    /** Returns the id after which the life of a room's newest message begins; 0 if no such life is stored. */
    public long lifeOfNewest(RoomName room) {
        historyLog.awaitStored();
        return store.lifeOfNewest(room);
    }

    public Optional<StoredMessage> find(RoomName room, long id) {
        historyLog.awaitStored();
        return store.find(room, id);
    }
}
