package dev.parley.cluster;

import static org.awaitility.Awaitility.await;

import dev.parley.database.TestDatabase;
import dev.parley.database.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of its own, and replicas that lead one after another. */
final class TestCluster implements AutoCloseable {
    final JdbcClient jdbc;
    private final String database = TestPostgres.newDatabase();
    private final List<TestReplica> replicas = new ArrayList<>();

    TestCluster() {
        var server = new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), database));
        TestDatabase.POSTGRESQL.migrate(server);
        jdbc = JdbcClient.create(server);
    }

    TestReplica replica() {
        var replica = new TestReplica(database);
        replicas.add(replica);
        return replica;
    }

    /** A new leader, after one that ended for this reason. */
    TestReplica leaderAfter(String endReason) {
        update("UPDATE term SET ended_at = 1, end_reason = '" + endReason + "' WHERE ended_at IS NULL");
        update("INSERT INTO term (number, process, version, token, started_at)"
                + " SELECT count(*), '', '', count(*), 0 FROM term");
        return replica().lead();
    }

    /** Has the next leader suspect the first commands that it finds. */
    void step() {
        update("UPDATE replica SET stepping = TRUE");
    }

    private void update(String sql) {
        jdbc.sql("SET parley.fence = off; " + sql).update();
    }

    /** Waits until a command with this text is in the database. */
    void awaitSent(String text) {
        await().atMost(TestReplica.PATIENCE)
                .until(() -> jdbc.sql("SELECT count(*) FROM command_inbox WHERE command LIKE ?")
                                .param("%" + text + "%")
                                .query(Integer.class)
                                .single()
                        > 0);
    }

    @Override
    public void close() {
        replicas.forEach(TestReplica::close);
    }
}
