package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.database.DatabaseFixture;
import dev.parley.database.FaultyDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.protocol.Nick;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Private messages are deleted with the account that they were for, by no other means than its own transaction. */
class AccountStoreTest extends DatabaseFixture {
    private static final Nick BOB = new Nick("Bob");

    private AccountStore store;

    @BeforeEach
    void open() {
        store = new AccountStore(new ReadRefusingDataSource(dataSource), dataSource);
    }

    @Test
    void removedAccountLeavesNoMessage() {
        assertThat(add()).isTrue();
        store(1, "@bob");
        store(2, "@bobby");
        store(3, "#bob");
        assertThat(add()).isFalse();
        assertThat(rooms()).contains("@bob");
        assertThat(store.remove(new Nick("BOB"), Instant.EPOCH)).isTrue();
        assertThat(rooms()).containsExactly("@bobby", "#bob");
    }

    @Test
    void removedAccountLeavesNoRoomRightOrLostConnection() {
        add();
        room("#owned", "Bob", "");
        room("#other", "carol", "dora bob eve");
        session("BOB");
        store.remove(BOB, Instant.EPOCH);
        assertThat(jdbc.sql("SELECT name, operators, members, banned FROM room")
                        .query()
                        .singleRow()
                        .values())
                .containsExactly("#other", "dora eve", "dora eve", "dora eve");
        assertThat(sessions()).isEmpty();
    }

    /** A kill before the chat revokes the tokens must not leave them valid. */
    @Test
    void changedPasswordRemovesTheSessionsOfTheAccount() {
        add();
        session("BOB");
        session("bobby");
        assertThat(store.change(BOB, "new hash")).isTrue();
        assertThat(store.password(BOB)).contains("new hash");
        assertThat(sessions()).containsExactly("bobby");
    }

    private void session(String account) {
        jdbc.sql(
                        "INSERT INTO resumable_session (token_key, nick, account, announced, rooms, active_room, format, key_scope,"
                                + " last_event_id, expires_at)"
                                + " VALUES (?, 'robert', ?, TRUE, '#lobby', '#lobby', 'text', 0, 0, 0)")
                .params(account, account)
                .update();
    }

    private List<String> sessions() {
        return jdbc.sql("SELECT account FROM resumable_session")
                .query(String.class)
                .list();
    }

    /** On a server each statement is a round trip, during which the chat cannot store anything. */
    @Test
    void numberOfStatementsDoesNotGrowWithTheNumberOfRooms() {
        var database = new FaultyDataSource(dataSource);
        store = new AccountStore(database, dataSource);
        add();
        database.statements = 0;
        room("#one", "carol", "bob dora");
        store.remove(BOB, Instant.EPOCH);
        int forOneRoom = database.statements;
        add();
        room("#two", "carol", "bob dora");
        room("#three", "carol", "bob eve");
        database.statements = 0;
        store.remove(BOB, Instant.EPOCH);
        assertThat(database.statements).isEqualTo(forOneRoom);
    }

    private void room(String name, String owner, String names) {
        jdbc.sql(
                        "INSERT INTO room (name, owner, operators, members, banned, banned_nicks, members_only, moderated, slow_seconds)"
                                + " VALUES (?, ?, ?, ?, ?, '', FALSE, FALSE, 0)")
                .params(name, owner, names, names, names)
                .update();
    }

    @Test
    void messagesStoredWithoutAnAccountDoNotReachALaterOwner() {
        store(1, "@bob");
        assertThat(store.remove(BOB, Instant.EPOCH)).isFalse();
        assertThat(add()).isTrue();
        assertThat(rooms()).isEmpty();
    }

    @Test
    void accountStaysWhenItsMessagesCannotBeDeleted() {
        add();
        jdbc.sql("ALTER TABLE chat_event RENAME TO event_away").update();
        try {
            assertThatThrownBy(() -> store.remove(BOB, Instant.EPOCH)).isInstanceOf(DataAccessException.class);
        } finally {
            jdbc.sql("ALTER TABLE event_away RENAME TO chat_event").update();
        }
        assertThat(store.find(BOB)).isPresent();
    }

    private boolean add() {
        return store.add(BOB, "hash", Instant.EPOCH);
    }

    private void store(long id, String room) {
        jdbc.sql("""
                INSERT INTO chat_event (id, type, room, sender, receiver, text, at, is_message, unread)
                VALUES (?, 'private', ?, 'ann', 'bob', 'psst', 0, TRUE, TRUE)""").params(id, room).update();
    }

    private List<String> rooms() {
        return jdbc.sql("SELECT room FROM chat_event ORDER BY id")
                .query(String.class)
                .list();
    }
}
