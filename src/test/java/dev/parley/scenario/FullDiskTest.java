package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.EventLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** There is no more room for what is said: to SQLite a file of so many pages is as full as a disk. */
@StartedChat
@DirtiesContext
class FullDiskTest {
    @TempDir
    static Path folder;

    @Autowired
    RunningChat chat;

    @Autowired
    EventLog eventLog;

    @DynamicPropertySource
    static void fewPages(DynamicPropertyRegistry registry) {
        registry.add(
                "spring.datasource.url",
                () -> url() + "?journal_mode=WAL&synchronous=FULL&busy_timeout=2000&max_page_count=80");
    }

    @Test
    void historyIsPausedWhileTheDiskIsFull() throws Exception {
        try (var ann = chat.connect()) {
            ann.send("/nick ann")
                    .hearsLike(".*")
                    .hears("*** You are ann")
                    .send("/format json")
                    .hearsLike(".*");
            String line = "";
            for (int i = 0; !line.contains("history paused"); i++) {
                assertThat(i).isLessThan(500);
                ann.send("long" + i + " " + "words ".repeat(500));
                line = said(ann);
            }
            assertThat(eventLog.isPaused()).isTrue();
            ann.send("still there");
            assertThat(ann.line()).contains("still there", "\"unsaved\":true");
            delete();
            assertThat(ann.line()).contains("history resumed");
            ann.send("stored");
            assertThat(ann.line()).contains("stored", "\"id\":").doesNotContain("unsaved");
            assertThat(eventLog.isPaused()).isFalse();
        }
    }

    /** The line itself, or that it was not stored. */
    private static String said(TcpClient ann) throws Exception {
        String line = ann.line();
        assertThat(line).contains("\"type\":\"message\"");
        return line.contains("unsaved") ? ann.line() : line;
    }

    /** As an operator does who has more room, or who deletes something else. */
    private static void delete() {
        var database = new DriverManagerDataSource(url() + "?busy_timeout=5000");
        JdbcClient.create(database).sql("DELETE FROM chat_event").update();
    }

    private static String url() {
        return "jdbc:sqlite:" + folder.resolve("full.db");
    }
}
