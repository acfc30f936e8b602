package dev.parley.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a client sends that is not meant for others, over real sockets: LineFramerTest and PasswordGuardTest have more. */
@StartedChat
class PrivateTextTest {
    private static final String BAD_ARGUMENT = "\\*\\*\\* error bad-argument: .*";

    @Autowired
    RunningChat chat;

    @Test
    void commandsCutOffBySilenceArePublishedNeitherWholeNorInPart() throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        try (TcpClient witness = chat.connect()) {
            for (String begun : List.of(
                    "/login bob corr",
                    "/REGISTER new1 corr",
                    "/password old corr",
                    "/drop corr",
                    "/resume corr",
                    "/msg w1 for your eyes",
                    "/msg #lobby for",
                    "/say key=1 for",
                    "\u3000/login bob corr",
                    "\uFEFF\uFEFF/login bob corr")) {
                clients.add(chat.connect().write(begun));
            }
            for (TcpClient client : clients) {
                client.hearsLike(BAD_ARGUMENT).send("/ping").hears("*** pong");
            }
            witness.hearsNothingElse();
        } finally {
            for (TcpClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void passwordsAfterARefusalAreNotPublished() throws IOException {
        try (TcpClient witness = chat.connect();
                TcpClient client = chat.connect()) {
            client.send("/login 9lives").hearsLike("\\*\\*\\* error nick-invalid: .*");
            client.send("correct-horse-7").hearsLike(BAD_ARGUMENT);
            client.send("login bob correct-horse-7").hearsLike(BAD_ARGUMENT);
            witness.hearsNothingElse();
            client.send("hello");
            witness.hearsLike("\\*\\*\\* .* joined #lobby").hearsLike("<.*> hello");
        }
    }

    @Test
    void clientsOfOtherProtocolsGetAnErrorAndPublishNothing() throws IOException {
        try (TcpClient witness = chat.connect()) {
            for (String opening : List.of(
                    "CAP LS 302\r\nPASS secret\r\nNICK bob\r\nUSER bob 0 * :Bob\r\n",
                    "SSH-2.0-OpenSSH_9.2\r\n",
                    "EHLO example.org\r\n",
                    "*1\r\n$4\r\nPING\r\n",
                    "CONNECT {\"pass\":\"secret\"}\r\n",
                    "\u0010\u0010\0\u0004MQTT\u0004\2\0<\0\4secr",
                    "\3\0\0\u0013\u000E\0\0\0\0\0\1\0\b\0\3\0\0\0")) {
                int before = chat.disconnects("other-protocol");
                try (TcpClient client = chat.connect()) {
                    client.write(opening.getBytes(StandardCharsets.ISO_8859_1))
                            .hearsLike("ERROR :.*Parley.*")
                            .hearsTheEnd();
                }
                chat.awaitDisconnects("other-protocol", before + 1);
            }
            witness.hearsNothingElse();
        }
    }
}
