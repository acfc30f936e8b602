package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.ChatFixture;
import dev.parley.chat.EventClock;
import dev.parley.chat.Member;
import dev.parley.chat.TestClient;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.database.TestDatabase;
import dev.parley.database.TestPostgres;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ChatLogWriterTest {
    private final Member member = new Member(new TestClient("c1"), Format.TEXT);
    private final ChatLogCodec codec = new ChatLogCodec(client -> member);
    private final List<String> calls = new ArrayList<>();
    private final ChatLogWriter writer = new ChatLogWriter(
            new ChatLog("own", InstantSource.system()),
            codec,
            new LeaderMembers(),
            () -> calls.add("stored"),
            () -> calls.add("lost"));
    private JdbcTemplate jdbc;

    @BeforeEach
    void createDatabase() {
        var server =
                new SingleConnectionDataSource(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase()), true);
        TestDatabase.POSTGRESQL.migrate(server);
        jdbc = new JdbcTemplate(server);
        jdbc.execute("SET parley.fence = off");
        writer.begin(ChatFixture.chat(
                ChatFixture.LIMITS,
                writer,
                new EventClock(InstantSource.system()),
                ChatMetrics.NONE,
                NickPolicy.NONE,
                MutePolicy.NONE));
    }

    private List<ChatLogEntry> entries() {
        return jdbc.queryForList("SELECT entries FROM chat_log ORDER BY seq", String.class).stream()
                .flatMap(json -> codec.decodeEntries(json).stream())
                .toList();
    }

    private static ChatLogEntry notice(String text) {
        return new ChatLogEntry.ReplySent("c1", new Reply.Notice(text));
    }

    @Test
    void commitWhoseResultWasLostIsNotWrittenAgain() {
        writer.answer(member, new Reply.Notice("one"));
        writer.write(jdbc);
        writer.write(jdbc);
        writer.flush(true);
        writer.answer(member, new Reply.Notice("two"));
        writer.write(jdbc);
        writer.flush(true);
        assertThat(entries()).containsExactly(notice("one"), notice("two"));
        assertThat(calls).containsExactly("stored", "stored");
    }

    @Test
    void commitThatFailedIsWrittenAgain() {
        writer.answer(member, new Reply.Notice("one"));
        jdbc.execute("BEGIN");
        writer.write(jdbc);
        jdbc.execute("ROLLBACK");
        writer.write(jdbc);
        writer.flush(true);
        assertThat(entries()).containsExactly(notice("one"));
    }

    @Test
    void replyThatCannotBeEncodedIsLeftOut() {
        var names = new AbstractList<Nick>() {
            @Override
            public Nick get(int index) {
                throw new StackOverflowError();
            }

            @Override
            public int size() {
                return 1;
            }
        };
        writer.answer(member, new Reply.Notice("one"));
        writer.answer(member, new Reply.Names(RoomName.LOBBY, names, List.of(), 0, 0, null));
        writer.answer(member, new Reply.Notice("two"));
        writer.write(jdbc);
        writer.flush(true);
        assertThat(entries()).containsExactly(notice("one"), notice("two"));
    }

    @Test
    void rowOfAnotherLeaderEndsTheTerm() {
        jdbc.execute("INSERT INTO chat_log VALUES (1, 'another', 0, '[]')");
        writer.answer(member, new Reply.Notice("one"));
        assertThatThrownBy(() -> writer.write(jdbc)).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> writer.write(jdbc)).isInstanceOf(IllegalStateException.class);
        writer.flush(false);
        assertThat(entries()).isEmpty();
        assertThat(calls).containsExactly("lost");
    }
}
