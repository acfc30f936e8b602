package dev.parley.history;

import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.OPS;
import static dev.parley.history.SampleEvents.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest extends HistoryFixture {
    /** Ids only grow, as in the chat. */
    private long last;

    private static final List<String> OPERATORS =
            List.of("red OR green", "red NOT blue", "NEAR(red green)", "red AND green", "red NEAR green");

    private static final List<String> SIGNS = List.of(
            "\"", "\"\"", "'", "*", "-", ":", "(", ")", "^", "+", "%", "_", "\\", ";", "--", "!", "&", "|", "<->", ":*",
            "🎉", "", " ", "\u0000");

    private static final List<String> TRICKS = List.of(
            "re*",
            "\"red",
            "red\"",
            "text:red2",
            "text : yellow",
            "-green red",
            "'; DROP TABLE event; --",
            "' OR '1'='1",
            "red\") OR (text MATCH \"green",
            ":words",
            "{text}: x");

    private static final List<String> PARTS =
            List.of("example", "www", "9090", "build", "ops", "ci_run", "build-42", "4", "fix", "usr");

    @Test
    void searchFindsMessagesWithAllWordsInAnyOrder() {
        saidAre("the build is red", "the build is green", "a red herring");
        assertThat(found("red build")).containsExactly("the build is red");
        assertThat(found("the")).containsExactly("the build is green", "the build is red");
        assertThat(found("buil")).isEmpty();
    }

    @Test
    void searchIsLimitedToOneRoomAndToIdsBeforeTheGivenOne() {
        store.append(List.of(said(1, DEV, "red"), said(2, OPS, "red"), said(3, DEV, "red"), said(4, DEV, "red")), null);
        assertThat(store.search(DEV, "red", IdRange.before(4), 10))
                .extracting("id")
                .containsExactly(3L, 1L);
        assertThat(store.search(DEV, "red", IdRange.before(9), 2))
                .extracting("id")
                .containsExactly(4L, 3L);
    }

    @Test
    void searchOperatorsAreTreatedAsWords() {
        for (String query : OPERATORS) {
            empty();
            saidAre("red", "green", "blue", "red green");
            assertThat(found(query)).as(query).isEmpty();
            saidAre(query);
            assertThat(found(query)).containsExactly(query);
        }
    }

    @Test
    void punctuationIsIgnoredInAQuery() {
        for (String sign : SIGNS) {
            empty();
            saidAre("red green", "blue");
            assertThat(found(sign)).as(sign).isEmpty();
            assertThat(found(sign + "red" + sign)).containsExactly("red green");
            assertThat(found("red " + sign)).containsExactly("red green");
            assertThat(found(sign + " green red")).containsExactly("red green");
            assertThat(found("red" + sign + "green")).hasSizeLessThan(2);
        }
    }

    @Test
    void querySyntaxIsSearchedAsText() {
        for (String query : TRICKS) {
            empty();
            saidAre("redder green", "text");
            assertThat(found(query)).as(query).isEmpty();
            saidAre("so: " + query);
            assertThat(found(query)).containsExactly("so: " + query);
        }
    }

    @Test
    void punctuationSeparatesWords() {
        for (String query : PARTS) {
            empty();
            String text = "see http://www.example.org:9090/build-42?x=4 ops@example.org fix/usr,ci_run";
            saidAre(text);
            assertThat(found(query)).as(query).containsExactly(text);
        }
    }

    @Test
    void searchIgnoresCaseAndTreatsUmlautsAsLetters() {
        saidAre("Schöne Grüße", "ÄRGER", "schon");
        assertThat(found("grüße SCHÖNE")).containsExactly("Schöne Grüße");
        assertThat(found("ärger")).containsExactly("ÄRGER");
        assertThat(found("gr")).isEmpty();
    }

    @Test
    void wordsBesideEmojiAreFound() {
        saidAre("lunch 🎉 today", "日本語 テスト");
        assertThat(found("lunch today")).containsExactly("lunch 🎉 today");
        assertThat(found("🎉 today")).containsExactly("lunch 🎉 today");
        assertThat(found("テスト")).containsExactly("日本語 テスト");
    }

    private void empty() {
        jdbc.sql("DELETE FROM chat_event").update();
    }

    private List<String> found(String query) {
        return store.search(DEV, query, IdRange.ALL, 10).stream()
                .map(StoredMessage::text)
                .toList();
    }

    private void saidAre(String... texts) {
        List<ChatEvent> events = new ArrayList<>();
        for (String text : texts) {
            events.add(said(++last, DEV, text));
        }
        store.append(events, null);
    }
}
