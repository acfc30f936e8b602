package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileCheckTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:data/parley.db, data/parley.db",
        "jdbc:sqlite:data/parley.db?journal_mode=WAL, data/parley.db",
        "jdbc:sqlite:/srv/a%20b.db, /srv/a%20b.db",
        "jdbc:sqlite:file:data/parley.db?cache=shared, data/parley.db",
        "jdbc:sqlite:file:/srv/parley.db, /srv/parley.db",
        "jdbc:sqlite:file:///srv/parley.db, /srv/parley.db",
        "jdbc:sqlite:file://localhost/srv/parley.db, /srv/parley.db",
        "jdbc:sqlite:file:a%20b+c.db#x, a b+c.db",
    })
    void sqliteUrlIsResolvedToItsFile(String url, Path path) {
        assertThat(SqliteFileCheck.of(url)).contains(new SqliteFileCheck(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:chat?mode=memory",
                "jdbc:postgresql://db/parley"
            })
    void inMemoryAndServerUrlsHaveNoFile(String url) {
        assertThat(SqliteFileCheck.of(url)).isEmpty();
    }

    @Test
    void walAndShmFilesBelongToTheDatabase() {
        assertThat(new SqliteFileCheck(Path.of("data/parley.db")).files())
                .contains(Path.of("data/parley.db"), Path.of("data/parley.db-wal"), Path.of("data/parley.db-shm"));
    }
}
