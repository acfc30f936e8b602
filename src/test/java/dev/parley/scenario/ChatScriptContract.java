package dev.parley.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Runs every chat script over real sockets. */
abstract class ChatScriptContract {
    /** Returns the replicas of the chat, of which each client of a script uses the next one. */
    abstract List<RunningChat> replicas();

    /** The lobby and its topic outlive a script, so that each begins with the same. */
    @BeforeEach
    void theLobbyHasATopic() throws IOException {
        RunningChat first = replicas().getFirst();
        try (TcpClient client = first.connect()) {
            client.send("/topic tea").hearsLike(".*You are guest.*").hearsLike(".* set the topic of #lobby: tea");
        }
        first.awaitListening(0);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void serverRepliesAsTheChatScriptExpects(String script) throws IOException {
        var file = new ClassPathResource("scenarios/" + script);
        new ChatScript(replicas())
                .run(file.getContentAsString(StandardCharsets.UTF_8).lines().toList());
    }

    static Stream<String> scripts() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath:scenarios/*.chat"))
                .map(file -> file.getFilename())
                .sorted();
    }
}
