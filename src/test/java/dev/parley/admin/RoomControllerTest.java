package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.ChatListener;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@StartedParley
class RoomControllerTest {
    private static final String ROOMS = "/api/v1/rooms";

    @Autowired
    Operator operator;

    @Autowired
    ChatListener chat;

    @Test
    void aRoomIsShownWithItsPeopleAndTopic() throws IOException {
        try (var jana = Person.named("jana", chat.port())) {
            jana.say("/join #tea");
            jana.say("/topic green, \"black\"");
            jana.hear("*** jana set the topic of #tea: green, \"black\"");

            assertThat(room("#tea").toString()).isEqualTo("""
                    {"name":"#tea","members":1,"listening":1,"topic":"green, \\"black\\""}""");
        }
    }

    @Test
    void theSilentListenAndAreNoMembers() throws IOException {
        try (var guest = Person.silent(chat.port())) {
            JsonNode lobby = room("#lobby");

            assertThat(lobby.get("topic").isNull()).isTrue();
            assertThat(lobby.get("listening").asInt())
                    .isGreaterThan(lobby.get("members").asInt());
        }
    }

    @Test
    void pagesShowEveryRoomOnce() throws IOException {
        try (var kurt = Person.named("kurt", chat.port())) {
            kurt.say("/join #p2");
            kurt.say("/join #p1");
            kurt.say("/join #p3");
            kurt.hear("*** You are in #p3 (1 here)");

            List<String> names = operator.all(ROOMS, 1).stream()
                    .map(room -> room.get("name").asString())
                    .toList();

            assertThat(names).doesNotHaveDuplicates().containsSubsequence("#lobby", "#p1", "#p2", "#p3");
        }
    }

    private JsonNode room(String name) {
        return operator.get(ROOMS + "?limit=200").items().stream()
                .filter(room -> room.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
