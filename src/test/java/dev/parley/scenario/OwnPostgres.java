package dev.parley.scenario;

import static org.awaitility.Awaitility.await;

import dev.parley.database.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL that no other test uses, so it can be frozen, killed, and started again with its data. */
final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private final int port = ParleyProcess.freePort();
    private EmbeddedPostgres server;

    OwnPostgres(Path data) throws IOException {
        this.data = data;
        server = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    int port() {
        return port;
    }

    void create(String database) {
        new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE DATABASE " + database);
    }

    DataSource database(String name) {
        return new DriverManagerDataSource(TestPostgres.url(port, name));
    }

    /** Kills all processes of the server, without a chance to do anything. */
    void kill() throws IOException {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        await().atMost(ParleyProcess.PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        server.close();
    }

    void restart() throws IOException {
        server = start();
    }

    /** Stops all processes of the server until {@link #resume}. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException {
        for (ProcessHandle process : processes()) {
            ParleyProcess.signal(name, process.pid());
        }
    }

    /** Returns the postmaster, and then its children. */
    private List<ProcessHandle> processes() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
