package dev.parley.rest.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class MessageControllerTest {
    private static final String WAS_READ = "actor=\"token\" address=127.0.0.1 action=read ";

    private static final int MOST_PAGES = 10;

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void messageHasExactlyTheDocumentedFields() throws IOException {
        said("fields", "tea?");

        JsonNode message = items("fields", "").getFirst();

        assertThat(message.propertyNames()).containsExactly("id", "type", "room", "from", "text", "at", "life");
        assertThat(message.get("id").isString()).isTrue();
        assertThat(message.get("id").asString()).matches("\\d{18,19}");
        assertThat(message.get("type").asString()).isEqualTo("message");
        assertThat(message.get("room").asString()).isEqualTo("#fields");
        assertThat(message.get("from").asString()).isEqualTo("ruth");
        assertThat(message.get("text").asString()).isEqualTo("tea?");
        assertThat(Duration.between(Instant.parse(message.get("at").asString()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void messagesActionsAndTopicsOfAnEmptyRoomAreShownNewestFirst() throws IOException {
        said("kinds", "one", "/me waves", "/topic tea");

        assertThat(items("kinds", ""))
                .extracting(item ->
                        item.get("type").asString() + " " + item.get("text").asString())
                .containsExactly("topic tea", "action waves", "message one");
    }

    @Test
    void pagesBeforeAnIdAreListedNewestFirst() throws IOException {
        said("back", "1", "2", "3", "4", "5");

        assertThat(pages("back", "before", "")).containsExactly("5 4", "3 2", "1");
    }

    /** It would take a regular expression years. */
    @Test
    void regularExpressionIsSearchedAsText() throws IOException {
        said("pattern", "a".repeat(40) + "!");

        assertThat(items("pattern", "?q=%28a%2B%29%2B%24")).isEmpty();
    }

    @Test
    void pagesAfterAnIdAreListedOldestFirst() throws IOException {
        said("on", "1", "2", "3", "4", "5");
        String second = items("on", "").get(3).get("id").asString();

        assertThat(pages("on", "after", second)).containsExactly("3 4", "5");
    }

    @Test
    void fullLastPageHasNoNextCursor() throws IOException {
        said("full", "1", "2");

        assertThat(get("full", "?limit=2").json().get("next").isNull()).isTrue();
    }

    @Test
    void searchFindsAllWordsInAnyOrderAndCase() throws IOException {
        said("words", "Green tea", "tea", "coffee, green", "tea: very GREEN");

        assertThat(texts("words", "?q=green+tea")).containsExactly("tea: very GREEN", "Green tea");
        String newest = items("words", "").getFirst().get("id").asString();
        assertThat(texts("words", "?limit=1&q=green&before=" + newest)).containsExactly("coffee, green");
    }

    @Test
    void searchPagesAreListedNewestFirst() throws IOException {
        said("found", "tea 1", "coffee", "tea 2", "tea 3");

        var first = get("found", "?limit=2&q=tea");

        assertThat(texts("found", "?limit=2&q=tea&before=" + first.text("next")))
                .containsExactly("tea 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%22", "te%22a", "tea+OR+coffee", "NOT+tea", "NEAR(tea+coffee)", "te*", "text:tea", "%5E("})
    void searchOperatorsAreTreatedAsWords(String query) throws IOException {
        said("literal", "tea and coffee");

        var reply = get("literal", "?q=" + query);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.items()).isEmpty();
    }

    @Test
    void searchIgnoresPunctuation() throws IOException {
        said("signs", "tea, and coffee");

        assertThat(texts("signs", "?q=%22+(+-tea+*")).containsExactly("tea, and coffee");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?after=1&before=2",
                "?after=1&q=tea",
                "?after=",
                "?before=x",
                "?before=9223372036854775808",
                "?life=",
                "?life=x",
                "?life=-1",
                "?life=7&q=tea",
                "?life=7&after=1",
                "?limit=0",
                "?limit=201",
                "?q=",
                "?q=%20%00"
            })
    void invalidArgumentIsRefused(String query) {
        assertBadArgument(get("lobby", query));
    }

    @Test
    void searchQueryAbove200CharactersIsRefused() {
        assertThat(get("lobby", "?q=" + "x".repeat(200)).status()).isEqualTo(200);
        assertBadArgument(get("lobby", "?q=" + "x".repeat(201)));
    }

    @Test
    void roomWithoutMessagesHasAnEmptyPage() {
        assertThat(get("silence", "").json().toString()).isEqualTo("{\"items\":[],\"next\":null}");
    }

    @Test
    void lifeOfTheNewestMessageIsShownUnlessAnotherIsRequested() throws IOException {
        said("again", "tea 1", "tea 2");
        said("again", "tea 3", "coffee");
        String first = items("again", "?life=all").getLast().get("life").asString();
        String second = items("again", "").getFirst().get("life").asString();

        assertThat(second).isNotEqualTo(first);
        assertThat(texts("again", "")).containsExactly("coffee", "tea 3");
        assertThat(texts("again", "?q=tea")).containsExactly("tea 3");
        assertThat(texts("again", "?after=1")).containsExactly("tea 3", "coffee");
        assertThat(texts("again", "?life=all")).containsExactly("coffee", "tea 3", "tea 2", "tea 1");
        assertThat(texts("again", "?life=all&q=tea")).containsExactly("tea 3", "tea 2", "tea 1");
        assertThat(texts("again", "?life=all&after=1&limit=1")).containsExactly("tea 1");
        assertThat(texts("again", "?life=" + first)).containsExactly("tea 2", "tea 1");
        assertThat(texts("again", "?life=" + first + "&q=tea")).containsExactly("tea 2", "tea 1");
        assertThat(texts("again", "?after=1&life=" + first)).containsExactly("tea 1", "tea 2");
        assertThat(texts("again", "?life=" + second)).containsExactly("coffee", "tea 3");
        String newest = items("again", "").getFirst().get("id").asString();
        assertThat(texts("again", "?before=" + newest)).containsExactly("tea 3");
        assertThat(texts("again", "?life=0")).isEmpty();
    }

    @Test
    void recreatedRoomShowsItsNewLifeAlsoBeforeItsFirstMessage() throws IOException {
        said("remade", "secret");

        try (var ruth = ChatUser.named("ruth", chat.port())) {
            ruth.say("/join #remade");
            ruth.hear("*** You are in #remade (1 here)");
            assertThat(texts("remade", "")).isEmpty();
            assertThat(texts("remade", "?life=all")).containsExactly("secret");
            ruth.say("hello");
            ruth.hear("<ruth> hello");
            assertThat(texts("remade", "")).containsExactly("hello");
        }
    }

    @Test
    void messageOfAnEarlierLifeCanBeDeleted() throws IOException {
        said("redone", "secret");
        String id = items("redone", "").getFirst().get("id").asString();
        said("redone", "hello");

        var reply = operator.delete("/api/v1/rooms/redone/messages/" + id + "?reason=private");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(items("redone", "?life=all").getLast().get("text").isNull()).isTrue();
    }

    @Test
    void invalidRoomNameIsAnsweredWithNoSuchRoom() {
        var reply = get("no%20room", "");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-room");
    }

    @Test
    void readsAreLoggedWithoutTheMessages(CapturedOutput output) throws IOException {
        said("logged", "one secret", "two secrets");
        get("logged", "");
        get("logged", "?after=x");

        assertThat(output)
                .contains(
                        WAS_READ + "target=\"#logged\" reason=\"\" result=\"read 2 items\"",
                        WAS_READ + "target=\"#logged\" reason=\"\" result=\"bad-argument\"")
                .doesNotContain("secret");
    }

    private void assertBadArgument(OperatorClient.HttpReply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    /** Pages of two, as their texts. */
    private List<String> pages(String room, String direction, String id) {
        List<String> pages = new ArrayList<>();
        String from = id;
        while (from != null && pages.size() < MOST_PAGES) {
            var page = get(room, "?limit=2" + (from.isEmpty() ? "" : "&" + direction + "=" + from));
            pages.add(String.join(
                    " ",
                    page.items().stream()
                            .map(item -> item.get("text").asString())
                            .toList()));
            JsonNode next = page.json().get("next");
            from = next.isNull() ? null : next.asString();
        }
        return pages;
    }

    private List<String> texts(String room, String query) {
        return items(room, query).stream()
                .map(item -> item.get("text").asString())
                .toList();
    }

    private List<JsonNode> items(String room, String query) {
        return get(room, query).items();
    }

    private OperatorClient.HttpReply get(String room, String query) {
        return operator.get("/api/v1/rooms/" + room + "/messages" + query);
    }

    /** Said by someone who has left when this returns. */
    private void said(String room, String... lines) throws IOException {
        try (var ruth = ChatUser.named("ruth", chat.port())) {
            ruth.say("/join #" + room);
            for (String line : lines) {
                ruth.say(line);
            }
            ruth.say("/quit");
            ruth.hear("*** bye quit: goodbye");
        }
    }
}
