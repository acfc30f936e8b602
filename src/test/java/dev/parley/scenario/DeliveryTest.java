package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is promised of delivery, under load. */
@StartedChat
@ExtendWith(OutputCaptureExtension.class)
class DeliveryTest {
    @Autowired
    RunningChat chat;

    private final List<TcpClient> clients = new ArrayList<>();

    @AfterEach
    void everyoneLeaves() throws IOException {
        for (TcpClient client : clients) {
            client.close();
        }
        chat.awaitListening(0);
    }

    @Test
    void allClientsReceiveTheMessagesOfTwoSendersInTheSameOrder() throws IOException {
        List<CompletableFuture<List<String>>> heard = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            heard.add(messages(connect(), 10_000));
        }
        TcpClient one = named("one");
        TcpClient two = named("two");
        heard.add(messages(one, 10_000));
        heard.add(messages(two, 10_000));
        CompletableFuture.allOf(writes(one, 5_000, ""), writes(two, 5_000, "")).join();

        List<String> order = heard.getFirst().join();
        assertThat(order.stream().filter(line -> line.startsWith("<one>"))).isEqualTo(numbered("one", 5_000, ""));
        assertThat(order.stream().filter(line -> line.startsWith("<two>"))).isEqualTo(numbered("two", 5_000, ""));
        assertThat(heard).allSatisfy(lines -> assertThat(lines.join()).isEqualTo(order));
    }

    @Test
    void slowConsumerIsDisconnectedAndOthersMissNothing() throws IOException {
        int before = chat.disconnects("slow-consumer");
        TcpClient slow = connectWithoutReading();
        List<CompletableFuture<List<String>>> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heard.add(messages(connect(), 20_000));
        }
        TcpClient writer = named("writer");
        writer.send("/echo off").hears("*** echo off");
        String padding = "x".repeat(100);
        writes(writer, 20_000, padding).join();

        List<String> all = numbered("writer", 20_000, padding);
        assertThat(heard).allSatisfy(lines -> assertThat(lines.join()).isEqualTo(all));
        clients.remove(slow);
        slow.close(); // Its bye would wait for it for 20 s.
        chat.awaitListening(6);
        chat.awaitSessions(6);
        chat.awaitDisconnects("slow-consumer", before + 1);
    }

    @Test
    void clientThatSendsAndNeverReadsIsDisconnected() throws IOException {
        int before = endedForNotReading();
        TcpClient witness = named("witness");
        TcpClient mute = connectWithoutReading();
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> sendUntilEnded(mute), Thread::startVirtualThread);
        String line = witness.line();
        while (line != null && !line.endsWith(" left #lobby")) {
            line = witness.line();
        }
        assertThat(line).isNotNull();
        sending.orTimeout(60, TimeUnit.SECONDS).join();
        witness.hearsNothingElse();
        chat.awaitListening(1);
        await().untilAsserted(() -> assertThat(endedForNotReading()).isEqualTo(before + 1));
    }

    /** Whether its queue is full or a write takes too long first is up to the machine. */
    private int endedForNotReading() {
        return chat.disconnects("slow-consumer") + chat.disconnects("write-timeout");
    }

    @Test
    void resetConnectionsLeaveNoSessionsDescriptorsOrErrors(CapturedOutput output) throws IOException {
        TcpClient witness = named("witness");
        resets(20);
        chat.awaitListening(1);
        long descriptors = descriptors();
        resets(500);
        chat.awaitListening(1);
        await().atMost(RunningChat.PATIENCE)
                .untilAsserted(() -> assertThat(descriptors()).isLessThan(descriptors + 20));
        chat.awaitSessions(1);
        LoggerFactory.getLogger(DeliveryTest.class).info("what is logged is captured");
        assertThat(output).contains("what is logged is captured").doesNotContain("ERROR", "Exception");
    }

    /** A third is reset in silence, a third in the middle of a line, a third while it is answered. */
    private void resets(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var client = new TcpClient(chat.port());
            client.write(new String[] {"", "half a li", "/help\n/who\n/rooms\n"}[i % 3]);
            client.reset();
        }
    }

    private TcpClient connect() throws IOException {
        TcpClient client = chat.connect();
        clients.add(client);
        return client;
    }

    private TcpClient named(String nick) throws IOException {
        TcpClient client = connect();
        return client.send("/nick " + nick).hearsLike("\\*\\*\\* You are .*").hears("*** You are " + nick);
    }

    private TcpClient connectWithoutReading() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        TcpClient client = chat.connect(socket);
        clients.add(client);
        return client;
    }

    private static CompletableFuture<List<String>> messages(TcpClient client, int count) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            List<String> messages = new ArrayList<>(count);
                            while (messages.size() < count) {
                                String line = unchecked(client::line);
                                assertThat(line)
                                        .as("after %d messages", messages.size())
                                        .isNotNull();
                                if (line.startsWith("<")) {
                                    messages.add(line);
                                }
                            }
                            return messages;
                        },
                        Thread::startVirtualThread)
                .orTimeout(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<TcpClient> writes(TcpClient client, int count, String padding) {
        String lines =
                IntStream.range(0, count).mapToObj(i -> i + padding + "\n").collect(Collectors.joining());
        return CompletableFuture.supplyAsync(() -> unchecked(() -> client.write(lines)), Thread::startVirtualThread)
                .orTimeout(60, TimeUnit.SECONDS);
    }

    private static List<String> numbered(String nick, int count, String padding) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<" + nick + "> " + i + padding)
                .toList();
    }

    /** Far more than may wait for it, but not for ever, so that a failure is seen. */
    private static void sendUntilEnded(TcpClient client) {
        String line = "x".repeat(4_000);
        try {
            for (int i = 0; i < 5_000; i++) {
                client.send(line);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|aborted).*");
        }
    }

    private interface Io<T> {
        T get() throws IOException;
    }

    private static <T> T unchecked(Io<T> io) {
        try {
            return io.get();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long descriptors() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getOpenFileDescriptorCount();
    }
}
