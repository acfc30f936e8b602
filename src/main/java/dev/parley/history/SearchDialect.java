package dev.parley.history;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.jdbc.DatabaseDriver;

/** Query for words in messages, which differs between SQLite and PostgreSQL. */
enum SearchDialect {
    /** Sorts by the index itself, so that the search stops at the limit. */
    SQLITE(
            "chat_event_search JOIN chat_event ON chat_event.id = chat_event_search.rowid",
            "chat_event_search MATCH :words",
            "chat_event_search.rowid") {
        /** Puts each word in quotes, so that no word is taken for an operator of the query syntax. */
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

    /** Matches the text between two words. Both databases split words like this. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");

    final String from;
    final String condition;
    final String id;

    SearchDialect(String from, String condition, String id) {
        this.from = from;
        this.condition = condition;
        this.id = id;
    }

    /** Returns the query in the syntax of the database. */
    abstract String match(List<String> words);

    /** Returns the words of a query, without the characters between them. */
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
