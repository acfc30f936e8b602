package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.database.RecordingDriver;
import dev.parley.database.TestDatabase;
import dev.parley.database.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Statements of a process that is no longer the writer, which the network or a pooler delivers late. */
class LateStatementsTest {
    private static final Pattern WRITE =
            Pattern.compile("\\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    private final DriverManagerDataSource database =
            new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase()));
    private final JdbcClient jdbc = JdbcClient.create(database);

    @TempDir
    Path data;

    @Test
    void lateCopyOfAStatementChangesNothing() throws Exception {
        TestDatabase.POSTGRESQL.migrate(database);
        useEverything();
        List<RecordingDriver.Executed> writes = RecordingDriver.recorded().stream()
                .filter(executed -> !table(executed.sql()).isEmpty() && !isOfAnyReplica(executed.sql()))
                .distinct()
                .toList();
        assertThat(writes.stream().map(write -> table(write.sql()))).containsAll(tables());
        System.out.printf(
                "%d statements, %d different ones%n",
                writes.size(),
                writes.stream().map(RecordingDriver.Executed::sql).distinct().count());
        try (var next = database.getConnection();
                var late = database.getConnection()) {
            lock(next);
            Map<String, String> before = contents();
            for (RecordingDriver.Executed write : writes) {
                assertThatThrownBy(() -> write.replay(late))
                        .as("%s", write)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState())
                                        .as("%s", write)
                                        .isEqualTo("25006"));
            }
            assertThat(contents()).isEqualTo(before);
        }
    }

    /**
     * Whether replicas that do not write execute the statement. The number of a command keeps it from counting twice.
     */
    private static boolean isOfAnyReplica(String sql) {
        return table(sql).equals("command_inbox") || sql.contains("INSERT INTO replica");
    }

    /** Makes the application write to each of its tables. */
    private void useEverything() throws Exception {
        int port = ParleyProcess.freePort();
        String[] arguments = {
            "--parley.tcp.port=" + port,
            "--parley.webhooks.allow-private-networks=true",
            "--parley.history.retention-messages=1",
            "--parley.cluster.enabled=true",
            "--spring.datasource.url=" + database.getUrl(),
            "--spring.datasource.driver-class-name=" + RecordingDriver.class.getName()
        };
        try (var parley = InProcessApplication.application(data, arguments);
                var bob = new TcpClient(port)) {
            bob.send("/register bob correct-horse-9");
            bob.send("/join #dev").send("/topic tests").send("/say key=k hello").send("second");
            bob.send("/ping done");
            for (String line = bob.line(); !"*** pong done".equals(line); line = bob.line()) {
                assertThat(line).isNotNull();
            }
            var api = ApiClient.ofAdmin(parley, data);
            api.post("bans", "{\"nick\":\"eve\"}");
            api.post("mutes", "{\"nick\":\"mallory\"}");
            api.post("tokens", "{\"name\":\"ci\",\"role\":\"poster\"}");
            var webhook = api.post("webhooks", "{\"url\":\"http://127.0.0.1:" + ParleyProcess.freePort() + "/\"}");
            api.delete("webhooks/" + webhook.path("id").asString());
            runHousekeeping(parley);
            await().until(this::isDeliveryChecked);
        }
    }

    private boolean isDeliveryChecked() {
        return jdbc.sql("SELECT id FROM delivery_checkpoint").query(Long.class).single() > 0;
    }

    /** Runs the tasks of the housekeeping that are due later. */
    private static void runHousekeeping(ConfigurableApplicationContext parley) {
        var housekeeping = parley.getBean("housekeeping", ScheduledThreadPoolExecutor.class);
        List.copyOf(housekeeping.getQueue()).forEach(Runnable::run);
    }

    /** Takes the lock as the next process does. */
    private static void lock(Connection next) throws SQLException {
        try (var statement = next.createStatement();
                var row = statement.executeQuery("SELECT pg_try_advisory_lock(1346458188, hashtext('public'))")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    private static String table(String sql) {
        var write = WRITE.matcher(sql);
        return write.find() ? write.group(1) : "";
    }

    private List<String> tables() {
        return jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'"
                        + " AND tablename <> 'command_inbox'")
                .query(String.class)
                .list();
    }

    private Map<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (String table : tables()) {
            contents.put(
                    table,
                    jdbc.sql("SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM " + table + " t")
                            .query(String.class)
                            .single());
        }
        return contents;
    }
}
