package dev.parley.account;

import dev.parley.chat.Nick;
import dev.parley.database.ImpatientConnections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts in the database. Safe for any thread. */
final class AccountStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    AccountStore(DataSource dataSource) {
        var impatient = new ImpatientConnections(dataSource);
        jdbc = JdbcClient.create(impatient);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    List<Nick> names() {
        return jdbc.sql("SELECT shown FROM account")
                .query((row, number) -> new Nick(row.getString("shown")))
                .list();
    }

    /** Whether the name was still free. Private messages to an earlier account of that name are deleted with it. */
    boolean add(Nick name, String password, Instant now) {
        return withoutMail(
                name,
                () -> jdbc.sql("""
                        INSERT INTO account (name, shown, password, created_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (name) DO NOTHING""")
                                .params(name.folded(), name.value(), password, now.toEpochMilli())
                                .update()
                        == 1);
    }

    /** Makes a change and deletes the account's private messages, in one transaction. The history keeps them in this "room". */
    private boolean withoutMail(Nick name, BooleanSupplier change) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = change.getAsBoolean();
            if (changed) {
                jdbc.sql("DELETE FROM event WHERE room = ?")
                        .param("@" + name.folded())
                        .update();
            }
            return changed;
        }));
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

    /** Whether there is such an account. */
    boolean give(Nick name, @Nullable String role) {
        return jdbc.sql("UPDATE account SET role = ? WHERE name = ?")
                        .param(role)
                        .param(name.folded())
                        .update()
                == 1;
    }

    /** Whether there was such an account. Its private messages are deleted with it. */
    boolean remove(Nick name) {
        return withoutMail(
                name,
                () -> jdbc.sql("DELETE FROM account WHERE name = ?")
                                .param(name.folded())
                                .update()
                        == 1);
    }

    /** Those whose names come after this one, by name. */
    List<Account> after(String name, int limit) {
        return jdbc.sql("SELECT shown, created_at, role FROM account WHERE name > ? ORDER BY name LIMIT ?")
                .param(name.toLowerCase(Locale.ROOT))
                .param(limit)
                .query((row, number) -> account(row))
                .list();
    }

    Optional<Account> find(Nick name) {
        return jdbc.sql("SELECT shown, created_at, role FROM account WHERE name = ?")
                .param(name.folded())
                .query((row, number) -> account(row))
                .optional();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new Nick(row.getString("shown")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("role"));
    }
}
