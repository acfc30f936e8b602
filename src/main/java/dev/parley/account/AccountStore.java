package dev.parley.account;

import dev.parley.chat.Nick;
import dev.parley.database.ImpatientConnections;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts in the database. Safe for any thread. */
final class AccountStore {
    private final JdbcClient jdbc;

    AccountStore(DataSource dataSource) {
        jdbc = JdbcClient.create(new ImpatientConnections(dataSource));
    }

    List<Nick> names() {
        return jdbc.sql("SELECT shown FROM account")
                .query((row, number) -> new Nick(row.getString("shown")))
                .list();
    }

    /** Whether the name was still free. */
    boolean add(Nick name, String password, Instant now) {
        return jdbc.sql("""
                INSERT INTO account (name, shown, password, created_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO NOTHING""")
                        .params(name.folded(), name.value(), password, now.toEpochMilli())
                        .update()
                == 1;
    }

    /** The encoded password of an account. */
    Optional<String> password(Nick name) {
        return jdbc.sql("SELECT password FROM account WHERE name = ?")
                .param(name.folded())
                .query((row, number) -> row.getString("password"))
                .optional();
    }

    /** Whether there is such an account. */
    boolean change(Nick name, String password) {
        return jdbc.sql("UPDATE account SET password = ? WHERE name = ?")
                        .params(password, name.folded())
                        .update()
                == 1;
    }

    void remove(Nick name) {
        jdbc.sql("DELETE FROM account WHERE name = ?").param(name.folded()).update();
    }
}
