package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** However a client ends, it is counted once under its reason, and leaves once. */
@StartedChat
class DisconnectReasonTest {
    @Autowired
    RunningChat chat;

    private interface End {
        void of(TcpClient client) throws IOException;
    }

    @AfterEach
    void everyoneLeaves() {
        chat.awaitListening(0);
    }

    static Stream<Arguments> endsOfPeople() {
        return Stream.of(
                end("quit", client -> client.send("/quit")),
                end("client-closed", TcpClient::halfClose),
                end("client-closed", TcpClient::close),
                end("client-reset", TcpClient::reset),
                end("client-reset", client -> client.write("half a li").reset()),
                end("line-too-long", client -> client.write(("x".repeat(5_000) + "\n").repeat(3))));
    }

    @ParameterizedTest
    @MethodSource("endsOfPeople")
    void announcedClientIsReportedAsLeftOnce(String reason, End end) throws IOException {
        try (TcpClient witness = chat.connect();
                TcpClient client = chat.connect()) {
            witness.send("/ping").hears("*** pong");
            client.send("/nick ann").hearsLike("\\*\\*\\* You are ann in .*").hears("*** You are ann");
            witness.hears("*** ann joined #lobby");
            int before = chat.disconnects(reason);
            end.of(client);
            witness.hears("*** ann left #lobby").hearsNothingElse();
            awaitOneMore(reason, before, client);
            witness.hearsNothingElse();
        }
    }

    static Stream<Arguments> endsOfOthers() {
        return Stream.of(
                end("http", client -> client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")),
                end(
                        "tls-on-plain",
                        client -> client.write("\u0016\u0003\u0001\u0002\0".getBytes(StandardCharsets.ISO_8859_1))),
                end("other-protocol", client -> client.write("NICK bob\r\nUSER bob 0 * :Bob\r\n")),
                end("client-closed", TcpClient::close),
                end(
                        "client-closed",
                        client -> client.send("/ping").hears("*** pong").close()),
                end("client-reset", TcpClient::reset));
    }

    @ParameterizedTest
    @MethodSource("endsOfOthers")
    void unannouncedClientIsNotReportedAsLeft(String reason, End end) throws IOException {
        try (TcpClient witness = chat.connect();
                TcpClient client = chat.connect()) {
            witness.send("/ping").hears("*** pong");
            int before = chat.disconnects(reason);
            end.of(client);
            awaitOneMore(reason, before, client);
            witness.hearsNothingElse();
        }
    }

    private void awaitOneMore(String reason, int before, TcpClient client) throws IOException {
        client.close();
        chat.awaitListening(1);
        await().untilAsserted(() -> assertThat(chat.disconnects(reason)).isEqualTo(before + 1));
    }

    private static Arguments end(String reason, End end) {
        return Arguments.of(reason, end);
    }
}
