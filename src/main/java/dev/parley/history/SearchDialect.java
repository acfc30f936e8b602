package dev.parley.history;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.jdbc.DatabaseDriver;

/** Where the two databases differ: how words are found in what was said. */
enum SearchDialect {
    /** Ordered by the index itself, which so ends at the limit. */
    SQLITE(
            "chat_event_search JOIN chat_event ON chat_event.id = chat_event_search.rowid",
            "chat_event_search MATCH :words",
            "chat_event_search.rowid") {
        /** Each word in quotes, so that none is taken for an operator. */
        @Override
        String match(List<String> words) {
            return words.stream().map(word -> '"' + word + '"').collect(joining(" "));
        }
    },
    POSTGRESQL("chat_event", "chat_event.words @@ plainto_tsquery('simple', :words)", "chat_event.id") {
        @Override
        String match(List<String> words) {
            return String.join(" ", words);
        }
    };

    /** As both databases part a text into words. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");

    final String from;
    final String condition;
    final String id;

    SearchDialect(String from, String condition, String id) {
        this.from = from;
        this.condition = condition;
        this.id = id;
    }

    /** What words are given to the database as. */
    abstract String match(List<String> words);

    /** The words of a query: all else in it means nothing. */
    static List<String> words(String query) {
        return BETWEEN_WORDS
                .splitAsStream(query)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static SearchDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return DatabaseDriver.fromProductName(product) == DatabaseDriver.POSTGRESQL ? POSTGRESQL : SQLITE;
    }
}
