package dev.parley.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Runs every chat script over real sockets. */
@StartedChat
class ChatScriptTest {
    @Autowired
    RunningChat chat;

    /** The lobby and its topic outlive a script, so that each begins with the same. */
    @BeforeEach
    void theLobbyHasATopic() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.send("/topic tea").hearsLike(".*You are guest.*").hearsLike(".* set the topic of #lobby: tea");
        }
        chat.awaitListening(0);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void serverRepliesAsTheChatScriptExpects(String script) throws IOException {
        var file = new ClassPathResource("scenarios/" + script);
        new ChatScript(chat)
                .run(file.getContentAsString(StandardCharsets.UTF_8).lines().toList());
    }

    static Stream<String> scripts() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath:scenarios/*.chat"))
                .map(file -> file.getFilename())
                .sorted();
    }
}
