package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.StartedApplication;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Refused connections where connections start with the JSON format. */
@StartedApplication(properties = {"parley.session.format=json", "parley.limits.connections=1"})
@Import(RunningChat.class)
class JsonRejectionTest {
    @Autowired
    RunningChat chat;

    @Test
    void rejectedConnectionReceivesOneJsonObject() throws IOException {
        try (var first = new TcpClient(chat.port());
                var second = new TcpClient(chat.port())) {
            first.send("/ping 1").hears("{\"type\":\"pong\",\"token\":\"1\"}");
            assertThat(second.line()).matches("\\{\"type\":\"error\",\"code\":\"server-full\",\"text\":\"[^\"]+\"}");
            second.hearsTheEnd();
        }
    }

    @Test
    void httpRequestIsAnsweredWithHttpAlsoOnAJsonPort() throws IOException {
        chat.awaitListening(0);
        try (var browser = new TcpClient(chat.port())) {
            browser.write("GET / HTTP/1.1\r\n\r\n").hears("HTTP/1.1 400 Bad Request\r");
        }
        chat.awaitListening(0);
    }
}
