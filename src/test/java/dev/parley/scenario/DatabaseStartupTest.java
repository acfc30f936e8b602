package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.database.TestDatabase;
import dev.parley.database.TestPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the start does with a database that is not there, broken, or newer. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseStartupTest {

    @TempDir
    Path data;

    private Path file;
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        file = data.resolve("parley.db");
        port = ParleyProcess.freePort();
    }

    @Test
    void startWaitsForAnUnavailableDatabaseServer() throws Exception {
        int databasePort = ParleyProcess.freePort();
        try (var parley = start(postgres(databasePort, TestPostgres.newDatabase()))
                .awaitOutput("is unavailable, retrying in 1 s")
                .awaitOutput("is unavailable, retrying in 2 s")) {
            assertThatThrownBy(() -> new TcpClient(port)).isInstanceOf(ConnectException.class);
            assertThat(parley.output().lines().filter(line -> line.contains("WARN")))
                    .allMatch(line -> line.contains("Database jdbc:postgresql://localhost:" + databasePort));
            assertThat(parley.output()).doesNotContain("ERROR", "\tat ", "postgres?");
            try (var database = new TcpProxy(databasePort, TestPostgres.port())) {
                parley.awaitReady();
                try (var client = new TcpClient(port)) {
                    client.send("/ping here").hears("*** pong here");
                }
                assertThat(database.port()).isEqualTo(databasePort);
            }
        }
    }

    @Test
    void stopCancelsTheWaitForTheDatabaseServer() throws Exception {
        try (var parley = start(postgres(ParleyProcess.freePort(), "parley")).awaitOutput("retrying in 4 s")) {
            parley.terminate();
            parley.exitCode();
            assertThat(parley.output()).doesNotContain("retrying in 16 s", "\tat ");
        }
    }

    @Test
    void unknownDatabaseOnTheServerStopsTheStart(CapturedOutput output) {
        InProcessApplication.isRefused(data, postgres(TestPostgres.port(), "nope"));
        assertThat(output)
                .doesNotContain("\tat ")
                .contains("spring.datasource.url cannot be jdbc:postgresql://", "\"nope\"");
    }

    @Test
    void fileThatIsNotADatabaseStopsTheStart(CapturedOutput output) throws Exception {
        Files.writeString(file, "These are notes.\n".repeat(1_000));
        assertRefusedUnchanged(output, file + ": The file is damaged, or not an SQLite database");
    }

    @Test
    void truncatedDatabaseFileStopsTheStart(CapturedOutput output) throws Exception {
        fill();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertRefusedUnchanged(output, file + ": The file is damaged, or not an SQLite database");
    }

    @Test
    void databaseFileOverwrittenInTheMiddleStopsTheStart(CapturedOutput output) throws Exception {
        fill();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[20_000]), channel.size() / 2);
        }
        assertRefusedUnchanged(output, file + ": The file is damaged, or not an SQLite database");
    }

    @Test
    void databaseOfANewerVersionStopsTheStart(CapturedOutput output) throws Exception {
        fill();
        addMigration(99, "later");
        assertRefusedUnchanged(output, "The database does not belong to this version of Parley: ", " 99.\n");
    }

    @Test
    void databaseOfANewerVersionIsUsedIfItsMigrationsAreCompatible(CapturedOutput output) throws Exception {
        fill();
        addMigration(98, "compatible column");
        addMigration(99, "compatible table");
        InProcessApplication.application(data).close();
        assertThat(output).contains("Parley is ready.").doesNotContain("newer than the latest");
        addMigration(100, "later");
        assertRefusedUnchanged(output, "The database does not belong to this version of Parley: ");
    }

    private void addMigration(int version, String description) {
        database()
                .sql("""
                        INSERT INTO flyway_schema_history SELECT :version, :version, :description, type, 'later.sql', 1,
                            installed_by, installed_on, 1, success FROM flyway_schema_history WHERE version = '1'""")
                .param("version", version)
                .param("description", description)
                .update();
    }

    @Test
    void databaseOfABuildBeforeTheFirstReleaseStopsTheStart(CapturedOutput output) throws Exception {
        fill();
        database()
                .sql("UPDATE flyway_schema_history SET description = 'event', checksum = 1 WHERE version = '1'")
                .update();
        database().sql("""
                        INSERT INTO flyway_schema_history SELECT 17, '17', 'guest keys', type, 'V17__guest_keys.sql', 1,
                            installed_by, installed_on, 1, success FROM flyway_schema_history WHERE version = '1'""").update();
        assertRefusedUnchanged(output, "The database was created by a build before version 0.1.0");
    }

    @Test
    void emptyDatabaseFileIsInitialized(CapturedOutput output) throws Exception {
        Files.createFile(file);
        InProcessApplication.application(data).close();
        assertThat(output).contains("Parley is ready.").doesNotContain("WARN");
    }

    /** Makes a database with the tables of the application and some messages. */
    private void fill() {
        TestDatabase.SQLITE_FILE.open(data).close();
        database().sql("""
                        WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20000)
                        INSERT INTO chat_event (id, type, room, sender, receiver, target, text, at, is_message, unread)
                            SELECT id, 'message', '#lobby', 'ann', NULL, NULL, 'some words ' || id, 1, 1, 0
                            FROM n""").update();
    }

    private JdbcClient database() {
        return JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + file));
    }

    private void assertRefusedUnchanged(CapturedOutput output, String... sentence) throws IOException {
        byte[] before = Files.readAllBytes(file);
        InProcessApplication.isRefused(data);
        assertThat(output).contains(sentence).doesNotContain("\tat ");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private static String postgres(int port, String database) {
        return "--spring.datasource.url=" + TestPostgres.url(port, database);
    }

    private ParleyProcess start(String... arguments) throws IOException {
        return new ParleyProcess(
                List.of(),
                data,
                Stream.concat(Stream.of("--parley.tcp.port=" + port), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
