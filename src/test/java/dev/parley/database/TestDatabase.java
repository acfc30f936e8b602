package dev.parley.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The databases that all is kept in. */
public enum TestDatabase {
    SQLITE_FILE("sqlite") {
        @Override
        HikariConfig pool(Path folder) {
            return poolOf(
                    "jdbc:sqlite:" + folder.resolve("parley.db")
                            + "?journal_mode=WAL&synchronous=FULL&busy_timeout=2000",
                    5);
        }
    },
    /** It is there as long as its one connection. */
    SQLITE_IN_MEMORY("sqlite") {
        @Override
        HikariConfig pool(Path folder) {
            var pool = poolOf("jdbc:sqlite::memory:", 1);
            pool.setMaxLifetime(0);
            return pool;
        }
    },
    POSTGRESQL("postgresql") {
        @Override
        HikariConfig pool(Path folder) {
            return poolOf(TestPostgres.url(TestPostgres.port(), SharedPostgres.DATABASE), 5);
        }
    };

    private final String vendor;

    TestDatabase(String vendor) {
        this.vendor = vendor;
    }

    abstract HikariConfig pool(Path folder);

    /** An empty one, with the tables of the application. */
    public HikariDataSource open(Path folder) {
        var dataSource = new HikariDataSource(pool(folder));
        migrate(dataSource);
        var jdbc = JdbcClient.create(dataSource);
        emptyAudit(jdbc);
        List.of(
                        "chat_event",
                        "account",
                        "room",
                        "history_gap",
                        "history_pruned",
                        "resumable_session",
                        "room_life",
                        "ban",
                        "mute",
                        "activity",
                        "api_token",
                        "webhook",
                        "webhook_failure",
                        "term")
                .forEach(table -> jdbc.sql("DELETE FROM " + table).update());
        jdbc.sql("UPDATE delivery_checkpoint SET id = 0, written_id = 0").update();
        return dataSource;
    }

    /** Creates the tables of the application in a database of this kind. */
    public void migrate(DataSource empty) {
        Flyway.configure()
                .dataSource(empty)
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
    }

    /** As whoever may do anything with the database can. */
    public void letAuditBeChanged(JdbcClient jdbc) {
        List<String> changes = this == POSTGRESQL
                ? List.of("ALTER TABLE audit DISABLE TRIGGER audit_not_changed")
                : List.of("DROP TRIGGER audit_not_changed", "DROP TRIGGER audit_not_deleted");
        changes.forEach(change -> jdbc.sql(change).update());
    }

    /** The files of the others are new each time. */
    private void emptyAudit(JdbcClient jdbc) {
        if (this == POSTGRESQL) {
            letAuditBeChanged(jdbc);
            jdbc.sql("TRUNCATE audit").update();
            jdbc.sql("UPDATE audit_head SET id = 0, hash = ''").update();
            jdbc.sql("ALTER TABLE audit ENABLE TRIGGER audit_not_changed").update();
        }
    }

    /** Made when the first test needs it, and emptied for each: making one takes its time. */
    private static final class SharedPostgres {
        static final String DATABASE = TestPostgres.newDatabase();
    }

    private static HikariConfig poolOf(String url, int connections) {
        var pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(2_000);
        return pool;
    }
}
