package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.database.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two instances on one database. */
@ExtendWith(OutputCaptureExtension.class)
class TwoInstancesTest {
    private static final String LOCKS = " FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @TempDir
    Path folder;

    @Test
    void secondInstanceOnAFileIsRefusedUntilTheFirstIsGone(CapturedOutput output) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);
        try (var first = new ParleyProcess(List.of(), data, "--parley.tcp.port=0").awaitReady()) {
            InProcessApplication.isRefused(link, "--parley.history.mode=off");
            assertThat(output)
                    .contains("parley.data-dir cannot be " + link + ": Parley with pid " + first.id() + " on ")
                    .doesNotContain("\tat ");
            first.kill();
        }
        InProcessApplication.application(link).close();
        assertThat(data.resolve("parley.db-lock")).exists();
    }

    @Test
    void instanceStopsWhenAnotherTakesItsLockOnAServer() throws Exception {
        String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
        int port = ParleyProcess.freePort();
        var arguments = new String[] {"--parley.tcp.port=" + port, "--spring.datasource.url=" + url};
        try (var first = new ParleyProcess(List.of(), folder, arguments).awaitReady();
                var client = new TcpClient(port);
                var other = new DriverManagerDataSource(url).getConnection()) {
            client.send("/ping here").hears("*** pong here");
            var database = JdbcClient.create(new DriverManagerDataSource(url));
            int session =
                    database.sql("SELECT pid" + LOCKS).query(Integer.class).single();
            var taking = Thread.startVirtualThread(
                    () -> execute(other, "SELECT pg_advisory_lock(classid::int4, objid::int4)" + LOCKS));
            await().until(() ->
                    database.sql("SELECT count(*)" + LOCKS).query(Integer.class).single() == 2);
            database.sql("SELECT pg_terminate_backend(?)")
                    .param(session)
                    .query(Boolean.class)
                    .single();
            taking.join();
            String line = client.line();
            if (line.startsWith("*** history paused")) {
                line = client.line();
            }
            assertThat(line).startsWith("*** bye");
            assertThat(first.exitCode()).isEqualTo(1);
            assertThat(first.output()).contains("uses the database now").doesNotContain("\tat ");
        }
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
