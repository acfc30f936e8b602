package dev.parley.history;

import dev.parley.database.NetworkTimeoutDataSource;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Events in the database, in SQL that SQLite and PostgreSQL both accept. Safe for any thread, except {@link #append}.
 */
final class ChatEventStore {
    private static final String COLUMNS = """
            chat_event.id, type, chat_event.room, sender, chat_event.text, at, coalesce(
                (SELECT max(room_life.id) FROM room_life
                    WHERE room_life.room = chat_event.room AND room_life.id < chat_event.id), 0) AS life""";
    /** Most batches of events that one search indexes. The search does not find events after them. */
    private static final int SEARCH_BATCHES = 10;

    private static final int SEARCH_BATCH_SIZE = 500;

    /** Value that is stored as the last id of a gap while the gap is open. */
    private static final long OPEN = Long.MAX_VALUE;

    private final InsertStatement inserts;
    private final JdbcClient jdbc;
    private final JdbcTemplate reads;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;
    private final JdbcTemplate template;
    private final CommitParticipant participant;
    private final RoomStore rooms;
    private final RoomLifeStore lives;
    private final FullTextIndex fullTextIndex;
    private final ReadLimiter readLimiter;
    private final DirectMessageStore directMessages;
    private final ResumableSessionStore sessions;
    private final IdempotencyKeyStore keyedMessages;
    private final Pruner pruner;
    private volatile @Nullable SearchDialect dialect;

    /** @param readers most concurrent reads; limited so that the writer never waits for a connection */
    ChatEventStore(DataSource writer, DataSource reader, int readers) {
        this(writer, reader, readers, CommitParticipant.NONE);
    }

    ChatEventStore(DataSource writer, DataSource reader, int readers, CommitParticipant participant) {
        this.participant = participant;
        this.reads = new JdbcTemplate(new NetworkTimeoutDataSource(reader));
        this.reader = JdbcClient.create(reads);
        var impatient = new NetworkTimeoutDataSource(writer);
        template = new JdbcTemplate(impatient);
        inserts = new InsertStatement(template);
        jdbc = JdbcClient.create(template);
        rooms = new RoomStore(jdbc, this.reader);
        lives = new RoomLifeStore(jdbc, this.reader);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
        fullTextIndex = new FullTextIndex(jdbc, this.reader, transactions);
        this.readLimiter = new ReadLimiter(readers);
        directMessages = new DirectMessageStore(jdbc, this.reader, this.readLimiter);
        sessions = new ResumableSessionStore(template, this.reader);
        keyedMessages = new IdempotencyKeyStore(this.reader);
        pruner = new Pruner(jdbc, this.reader, transactions);
    }

    private SearchDialect dialect() {
        SearchDialect known = dialect;
        if (known == null) {
            known = Objects.requireNonNull(reads.execute((ConnectionCallback<SearchDialect>) SearchDialect::of));
            dialect = known;
        }
        return known;
    }

    DirectMessageStore directMessages() {
        return directMessages;
    }

    RoomStore rooms() {
        return rooms;
    }

    ResumableSessionStore sessions() {
        return sessions;
    }

    IdempotencyKeyStore keyedMessages() {
        return keyedMessages;
    }

    RoomLifeStore lives() {
        return lives;
    }

    Pruner pruner() {
        return pruner;
    }

    /** Whether a commit is needed even if there are no events. */
    boolean hasOtherChanges() {
        return participant.hasChanges();
    }

    /**
     * Stores events in one commit; for one thread at a time. Events that are stored already are not changed. They exist
     * if an earlier commit succeeded but its result was lost.
     *
     * @param gapEnd id at which to close the open gap; null if no gap is open
     * @throws ForeignEventException if another instance has stored an event with one of the ids; nothing is stored then
     */
    void append(List<ChatEvent> events, @Nullable Long gapEnd) {
        List<ChatEventRow> rows = events.stream()
                .filter(event -> !(event instanceof ChatEvent.StateOnlyEvent))
                .map(ChatEventRow::of)
                .toList();
        transactions.executeWithoutResult(status -> {
            if (gapEnd != null) {
                closeGap(gapEnd);
            }
            if (inserts.execute(rows) < rows.size()) {
                rows.forEach(this::requireOwn);
            }
            rows.forEach(this::forgetTarget);
            events.forEach(rooms::project);
            events.forEach(lives::project);
            events.forEach(directMessages::project);
            sessions.project(events);
            participant.write(template);
        });
    }

    /** Checks that the event with this id is the same as the stored one, whose text may have been deleted. */
    private void requireOwn(ChatEventRow row) {
        if (!isStored(row)) {
            throw new ForeignEventException(row.id());
        }
    }

    private boolean isStored(ChatEventRow row) {
        return jdbc.sql("""
                SELECT count(*) FROM chat_event WHERE id = ? AND type = ? AND room = ? AND sender = ? AND at = ?
                    AND (text IS NULL OR text = ?)""")
                .params(row.id(), row.type(), row.room(), row.sender().value(), row.at())
                .param(row.text())
                .query((found, number) -> found.getInt(1) == 1)
                .single();
    }

    private void forgetTarget(ChatEventRow row) {
        if (row.target() != null) {
            jdbc.sql("UPDATE chat_event SET text = NULL WHERE id = ? AND room = ?")
                    .params(row.target(), row.room())
                    .update();
        }
    }

    /**
     * Returns the highest id that was ever used. It is read where events are written, after which no earlier commit can
     * be stored any more.
     */
    long lastId() {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("""
                SELECT max(id) FROM (
                    SELECT max(id) AS id FROM chat_event
                    UNION ALL SELECT max(to_id) FROM history_pruned WHERE room <> :clock
                    UNION ALL SELECT max(from_id) FROM history_gap
                    UNION ALL SELECT max(to_id) FROM history_gap WHERE to_id < :open
                    UNION ALL SELECT max(last_event_id) FROM resumable_session
                    UNION ALL SELECT id FROM delivery_checkpoint) AS ids""")
                .param("open", OPEN)
                .param("clock", Pruner.CLOCK)
                .query((row, number) -> row.getLong(1))
                .single()));
    }

    /**
     * Opens a gap: events from this id on are missing, until {@link #append} closes the gap. A gap that is open already
     * is not changed. Events that a late commit stored in the gap are deleted, because they were delivered as unsaved;
     * unread private messages are kept.
     */
    void openGap(long from) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("""
                    INSERT INTO history_gap (from_id, to_id) SELECT :from, :open
                        WHERE NOT EXISTS (SELECT 1 FROM history_gap WHERE to_id = :open)
                    ON CONFLICT (from_id) DO UPDATE SET to_id = excluded.to_id""").param("from", from).param("open", OPEN).update();
            deleteInGap(OPEN);
        });
    }

    /** Closes the open gap at this id; does nothing if no gap is open. */
    void closeGap(long to) {
        transactions.executeWithoutResult(status -> {
            deleteInGap(to);
            jdbc.sql("UPDATE history_gap SET to_id = ? WHERE to_id = ?")
                    .params(to, OPEN)
                    .update();
        });
    }

    private void deleteInGap(long to) {
        jdbc.sql(
                        "DELETE FROM chat_event WHERE id >= (SELECT from_id FROM history_gap WHERE to_id = ?) AND id <= ? AND NOT unread")
                .params(OPEN, to)
                .update();
    }

    /**
     * Whether events may be missing because of a gap or because they were pruned.
     *
     * @param after rooms and boxes of private messages, each with the id after which events are requested
     */
    boolean isMissing(Map<String, Long> after) {
        long lowest = Collections.min(after.values());
        return readLimiter.read(() -> reader.sql("SELECT EXISTS (SELECT 1 FROM history_gap WHERE to_id > ?)")
                        .param(lowest)
                        .query((row, number) -> row.getBoolean(1))
                        .single()
                || reader.sql("SELECT room, to_id FROM history_pruned WHERE room IN (:places)")
                        .param("places", after.keySet())
                        .query((row, number) -> row.getLong("to_id") > after.getOrDefault(row.getString("room"), OPEN))
                        .list()
                        .contains(true));
    }

    /** Returns the newest messages of a room, newest first; includes deleted messages only on request. */
    List<StoredMessage> newest(RoomName room, IdRange span, int limit, boolean withDeleted) {
        return said(room, span, "DESC", limit, withDeleted);
    }

    /** Returns the oldest messages of a room, oldest first; includes deleted messages only on request. */
    List<StoredMessage> oldest(RoomName room, IdRange span, int limit, boolean withDeleted) {
        return said(room, span, "ASC", limit, withDeleted);
    }

    private List<StoredMessage> said(RoomName room, IdRange span, String order, int limit, boolean withDeleted) {
        // SQLite uses no index for a bare boolean column.
        String kept = withDeleted ? "" : " AND text IS NOT NULL";
        return readLimiter.read(() -> reader.sql("SELECT " + COLUMNS
                        + " FROM chat_event WHERE room = :room AND is_message = TRUE"
                        + " AND chat_event.id > :after AND chat_event.id < :before" + kept + " ORDER BY id " + order
                        + " LIMIT :limit")
                .param("room", room.value())
                .param("after", span.after())
                .param("before", span.before())
                .param("limit", limit)
                .query(ChatEventStore::message)
                .list());
    }

    /** Counts the messages of a room that were not deleted, up to a limit. */
    int count(RoomName room, IdRange span, int limit) {
        return readLimiter.read(() -> reader.sql("""
                SELECT count(*) FROM (SELECT 1 AS one FROM chat_event WHERE room = :room AND is_message = TRUE
                    AND id > :after AND id < :before AND text IS NOT NULL LIMIT :limit) AS counted""")
                .param("room", room.value())
                .param("after", span.after())
                .param("before", span.before())
                .param("limit", limit)
                .query(Integer.class)
                .single());
    }

    /**
     * Indexes up to {@code rows} events for the search, where the database does not do so by itself; returns whether
     * there may be more.
     */
    boolean indexWords(int rows) {
        return dialect() == SearchDialect.SQLITE && fullTextIndex.indexSome(rows);
    }

    /** Indexes the newest messages, up to a limit. {@link Housekeeping} indexes the others. */
    private void indexNewest() {
        boolean more = true;
        for (int batch = 0; more && batch < SEARCH_BATCHES; batch++) {
            more = indexWords(SEARCH_BATCH_SIZE);
        }
    }

    /** Returns messages of a room that contain all words of the query, newest first. */
    List<StoredMessage> search(RoomName room, String query, IdRange span, int limit) {
        List<String> wanted = SearchDialect.words(query);
        if (wanted.isEmpty()) {
            return List.of();
        }
        indexNewest();
        SearchDialect dialect = dialect();
        return readLimiter.read(() -> reader.sql("SELECT " + COLUMNS + " FROM " + dialect.from + " WHERE "
                        + dialect.condition
                        + " AND chat_event.room = :room AND chat_event.is_message AND " + dialect.id + " > :after AND "
                        + dialect.id
                        + " < :before"
                        + " ORDER BY " + dialect.id + " DESC LIMIT :limit")
                .param("words", dialect.match(wanted))
                .param("room", room.value())
                .param("after", span.after())
                .param("before", span.before())
                .param("limit", limit)
                .query(ChatEventStore::message)
                .list());
    }

    Optional<StoredMessage> find(RoomName room, long id) {
        return readLimiter.read(
                () -> reader.sql("SELECT " + COLUMNS + " FROM chat_event WHERE id = ? AND room = ? AND is_message")
                        .params(id, room.value())
                        .query(ChatEventStore::message)
                        .optional());
    }

    Optional<IdRange> life(RoomName room, long id) {
        return readLimiter.read(() -> lives.range(room, id));
    }

    long lifeOfNewest(RoomName room) {
        return readLimiter.read(() -> lives.ofNewest(room));
    }

    private static StoredMessage message(ResultSet row, int number) throws SQLException {
        return new StoredMessage(
                row.getLong("id"),
                row.getString("type"),
                new RoomName(row.getString("room")),
                new Nick(row.getString("sender")),
                row.getString("text"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getLong("life"));
    }
}
