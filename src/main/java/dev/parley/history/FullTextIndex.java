package dev.parley.history;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds messages to SQLite's full-text index shortly after they were stored. Indexing a message in the commit that
 * stores it would make sending 50 % more expensive. Safe for any thread.
 */
final class FullTextIndex {
    /** Most events that one transaction indexes; new messages wait while it runs. */
    private static final int BATCH_SIZE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    FullTextIndex(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Indexes all messages that are stored by now. */
    synchronized void catchUp() {
        for (Optional<Long> last = lastOfSome(); last.isPresent(); last = lastOfSome()) {
            long id = last.get();
            transactions.executeWithoutResult(status -> enter(id));
        }
    }

    /**
     * Returns the last id of the next batch. Called before the transaction, because a transaction that began with a
     * read cannot write after another writer has written.
     */
    private Optional<Long> lastOfSome() {
        return jdbc.sql("""
                SELECT id FROM (SELECT id FROM chat_event WHERE id > (SELECT to_id FROM chat_event_indexed) ORDER BY id LIMIT ?)
                ORDER BY id DESC LIMIT 1""").param(BATCH_SIZE).query(Long.class).optional();
    }

    private void enter(long last) {
        jdbc.sql("""
                INSERT INTO chat_event_search (rowid, text)
                SELECT id, text FROM chat_event
                WHERE id > (SELECT to_id FROM chat_event_indexed) AND id <= ? AND is_message AND text IS NOT NULL""").param(last).update();
        jdbc.sql("UPDATE chat_event_indexed SET to_id = ?").param(last).update();
    }
}
