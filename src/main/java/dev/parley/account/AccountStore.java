package dev.parley.account;

import dev.parley.database.NetworkTimeoutDataSource;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Nick;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts in the database. Safe for any thread. */
final class AccountStore {
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final TransactionTemplate transactions;

    AccountStore(DataSource writer, DataSource reader) {
        this.reader = JdbcClient.create(new NetworkTimeoutDataSource(reader));
        var impatient = new NetworkTimeoutDataSource(writer);
        batches = new JdbcTemplate(impatient);
        jdbc = JdbcClient.create(batches);
        transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
    }

    List<Nick> names() {
        return reader.sql("SELECT display_name FROM account")
                .query((row, number) -> new Nick(row.getString("display_name")))
                .list();
    }

    /**
     * Adds an account, and deletes the data that an earlier account of that name left behind. Returns whether the name
     * was free.
     */
    boolean add(Nick name, String password, Instant now) {
        return withoutRemains(
                name,
                now,
                () -> jdbc.sql("""
                        INSERT INTO account (name, display_name, password, created_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (name) DO NOTHING""")
                                .params(name.folded(), name.value(), password, now.toEpochMilli())
                                .update()
                        == 1);
    }

    /**
     * Makes a change to an account. In the same transaction, deletes the data of the name that a later owner must not
     * get: private messages, which the history stores like a room, sessions of lost connections, idempotency keys,
     * rooms and rights in rooms.
     */
    private boolean withoutRemains(Nick name, Instant now, BooleanSupplier change) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = change.getAsBoolean();
            if (changed) {
                jdbc.sql("DELETE FROM chat_event WHERE room = ?")
                        .param("@" + name.folded())
                        .update();
                removeSessions(name);
                String scope = ChatEvent.Said.keyScope(name);
                jdbc.sql("UPDATE chat_event SET message_key = NULL WHERE id > ? AND substr(message_key, 1, ?) = ?")
                        .params(EventIds.at(now.minus(ChatLimits.KEY_LIFETIME).toEpochMilli()), scope.length(), scope)
                        .update();
                removeFromRooms(name);
            }
            return changed;
        }));
    }

    private void removeSessions(Nick name) {
        jdbc.sql("DELETE FROM resumable_session WHERE lower(account) = ?")
                .param(name.folded())
                .update();
    }

    private void removeFromRooms(Nick name) {
        jdbc.sql("DELETE FROM room WHERE lower(owner) = ?").param(name.folded()).update();
        record Room(String name, String operators, String members, String banned) {}
        List<Room> rooms = jdbc.sql("SELECT name, operators, members, banned FROM room")
                .query((row, number) ->
                        new Room(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
        List<Room> changed = rooms.stream()
                .map(room -> new Room(
                        room.name(),
                        without(room.operators(), name),
                        without(room.members(), name),
                        without(room.banned(), name)))
                .filter(room -> !rooms.contains(room))
                .toList();
        batches.batchUpdate(
                "UPDATE room SET operators = ?, members = ?, banned = ? WHERE name = ?",
                changed.stream()
                        .map(room -> new Object[] {room.operators(), room.members(), room.banned(), room.name()})
                        .toList());
    }

    private static String without(String names, Nick name) {
        return Stream.of(names.split(" "))
                .filter(other -> !other.equalsIgnoreCase(name.value()))
                .collect(Collectors.joining(" "));
    }

    /** Returns the encoded password of an account. */
    Optional<String> password(Nick name) {
        return reader.sql("SELECT password FROM account WHERE name = ?")
                .param(name.folded())
                .query((row, number) -> row.getString("password"))
                .optional();
    }

    /**
     * Changes the password of an account; returns whether the account exists. Removes its sessions in the same
     * transaction, because the process may be killed before the chat revokes their tokens.
     */
    boolean change(Nick name, String password) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean changed = jdbc.sql("UPDATE account SET password = ? WHERE name = ?")
                            .params(password, name.folded())
                            .update()
                    == 1;
            removeSessions(name);
            return changed;
        }));
    }

    /** Changes the role of an account; returns whether the account exists. */
    boolean setRole(Nick name, @Nullable String role) {
        return jdbc.sql("UPDATE account SET role = ? WHERE name = ?")
                        .param(role)
                        .param(name.folded())
                        .update()
                == 1;
    }

    /** Removes an account and the data of its name; returns whether the account existed. */
    boolean remove(Nick name, Instant now) {
        return withoutRemains(
                name,
                now,
                () -> jdbc.sql("DELETE FROM account WHERE name = ?")
                                .param(name.folded())
                                .update()
                        == 1);
    }

    /** Returns accounts whose name contains a text, sorted by name, starting after this name. */
    List<Account> after(String name, String part, int limit) {
        return reader.sql("""
                SELECT display_name, created_at, role FROM account WHERE name > ? AND name LIKE ? ESCAPE '!'
                ORDER BY name LIMIT ?""")
                .param(name.toLowerCase(Locale.ROOT))
                .param("%" + part.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%")
                .param(limit)
                .query((row, number) -> account(row))
                .list();
    }

    Optional<Account> find(Nick name) {
        return reader.sql("SELECT display_name, created_at, role FROM account WHERE name = ?")
                .param(name.folded())
                .query((row, number) -> account(row))
                .optional();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new Nick(row.getString("display_name")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("role"));
    }
}
