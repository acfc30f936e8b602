package dev.parley.history;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds messages to SQLite's full-text index shortly after they were stored. Indexing a message in the commit that
 * stores it would make sending 50 % more expensive. Safe for any thread.
 */
final class FullTextIndex {
    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    FullTextIndex(JdbcClient jdbc, JdbcClient reader, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.transactions = transactions;
    }

    /**
     * Indexes up to {@code rows} events; returns whether there may be more.
     *
     * <p>The last id of the batch is found before the transaction: a transaction that has read cannot write once another
     * writer has written.
     */
    synchronized boolean indexSome(int rows) {
        List<Long> ids = reader.sql(
                        "SELECT id FROM chat_event WHERE id > (SELECT to_id FROM chat_event_indexed) ORDER BY id LIMIT ?")
                .param(rows)
                .query((row, number) -> row.getLong("id"))
                .list();
        if (!ids.isEmpty()) {
            transactions.executeWithoutResult(status -> enter(ids.getLast()));
        }
        return ids.size() == rows;
    }

    private void enter(long last) {
        jdbc.sql("""
                INSERT INTO chat_event_search (rowid, text)
                SELECT id, text FROM chat_event
                WHERE id > (SELECT to_id FROM chat_event_indexed) AND id <= ? AND is_message AND text IS NOT NULL""").param(last).update();
        jdbc.sql("UPDATE chat_event_indexed SET to_id = ?").param(last).update();
    }
}
