package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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

    @Test
    void pathThatIsNoFolderOrNoFileIsRefusedWithItsProperty(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path dead = Files.createSymbolicLink(folder.resolve("dead"), folder.resolve("missing"));
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.createDirectory(named.resolve("parley.db"));
        Path linked = Files.createDirectories(folder.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("parley.db"), folder.resolve("missing.db"));
        for (Path data : List.of(
                file, file.resolve("sub"), dead, dead.resolve("sub"), loop, named, linked, Path.of("/proc/parley"))) {
            assertThatThrownBy(() -> create(data))
                    .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refused -> {
                        assertThat(refused.getName()).isEqualTo("parley.data-dir");
                        assertThat(refused.getReason()).startsWith("/").doesNotContain("Exception", "\n");
                    });
        }
        assertThat(folder.resolve("missing.db")).doesNotExist();
    }

    @Test
    void folderAndFilesThatCannotBeWrittenAreRefused(@TempDir Path folder) throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        create(folder);
        Path wal = Files.createFile(folder.resolve("parley.db-wal"));
        for (Path closed : List.of(folder, folder.resolve("parley.db"), wal)) {
            var before = Files.getPosixFilePermissions(closed);
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
            assumeThat(Files.isWritable(closed)).as("root may write everything").isFalse();
            assertThatThrownBy(() -> create(folder))
                    .isInstanceOfSatisfying(
                            InvalidConfigurationPropertyValueException.class,
                            refused -> assertThat(refused.getReason()).startsWith(closed + ": The user "));
            Files.setPosixFilePermissions(closed, before);
        }
    }

    @Test
    void linksToAFolderAndToAFileLeadToTheSameLock(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("sp ace %20 ünï");
        ExclusiveLock first = create(data);
        assertThat(first.tryLock()).isEmpty();
        Path toFolder = Files.createSymbolicLink(folder.resolve("to-folder"), data);
        assertThat(create(toFolder).tryLock()).isPresent();
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createSymbolicLink(other.resolve("parley.db"), data.resolve("parley.db"));
        assertThat(create(other).tryLock()).isPresent();
        first.release();
    }

    private static ExclusiveLock create(Path data) {
        return new SqliteFileCheck(data.resolve("parley.db")).create("parley.data-dir", data);
    }
}
