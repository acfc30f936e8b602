package dev.parley.history;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.springframework.boot.jdbc.DatabaseDriver;

/** Where the two databases differ: how words are found in what was said. */
enum Dialect {
    SQLITE("event_search JOIN event ON event.id = event_search.rowid", "event_search MATCH :words") {
        /** Each word in quotes, so that none is taken for an operator. */
        @Override
        String words(String query) {
            return Arrays.stream(query.split("\\s+"))
                    .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                    .collect(joining(" "));
        }
    },
    POSTGRESQL("event", "to_tsvector('simple', event.text) @@ plainto_tsquery('simple', :words)") {
        @Override
        String words(String query) {
            return query;
        }
    };

    final String from;
    final String condition;

    Dialect(String from, String condition) {
        this.from = from;
        this.condition = condition;
    }

    /** What a query's words are given to the database as. */
    abstract String words(String query);

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return DatabaseDriver.fromProductName(product) == DatabaseDriver.POSTGRESQL ? POSTGRESQL : SQLITE;
    }
}
