package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import dev.parley.session.Session;
import dev.parley.session.SessionSnapshot;
import dev.parley.session.Sessions;
import dev.parley.tcp.ListenerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The started chat as a test sees it: its port, and how many it has. */
final class RunningChat {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ListenerLifecycle listener;
    private final ChatInput chatInput;
    private final Sessions sessions;
    private final MeterRegistry meters;
    private @Nullable String newest;

    RunningChat(ListenerLifecycle listener, ChatInput chatInput, Sessions sessions, MeterRegistry meters) {
        this.listener = listener;
        this.chatInput = chatInput;
        this.sessions = sessions;
        this.meters = meters;
    }

    /** How many sessions have ended for this reason so far. */
    int disconnects(String reason) {
        return (int)
                meters.get("parley.disconnects").tag("reason", reason).counter().count();
    }

    /** How many connections were refused for this reason so far. */
    int rejections(String reason) {
        return (int) meters.get("parley.connections.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }

    int floodDelays() {
        return (int) meters.get("parley.flood.delays").counter().count();
    }

    /** The bytes that wait for the client with most. */
    int mostQueued() {
        return sessions.queuedBytes().max().orElse(0);
    }

    void kickLongestQueue() {
        Session longest = sessions.after(null)
                .max(Comparator.comparingInt(session -> session.state().queuedBytes()))
                .orElseThrow();
        chatInput
                .ask(new ChatQuery.Disconnect(
                        ChatQuery.Selection.of(longest.member()), StatusCode.KICKED, "reads nothing"))
                .join();
    }

    /** The session of the client that came last. */
    SessionSnapshot newest() {
        return sessions.after(null).toList().getLast().state();
    }

    int port() {
        return listener.port();
    }

    int tlsPort() {
        return listener.tlsPort().orElseThrow();
    }

    /** A new client, which hears the lobby already. */
    TcpClient connect() throws IOException {
        return connect(new Socket());
    }

    /** Others may still be leaving, so it is the new session that is waited for, and not a number. */
    TcpClient connect(Socket socket) throws IOException {
        return connect(socket, port());
    }

    TcpClient connectFrom(String address) throws IOException {
        return connect(socketFrom(address));
    }

    /** Connects from an address of this machine: one line with the code is all that comes. */
    void assertRejected(String address, String code) throws IOException {
        try (var client = new TcpClient(port(), socketFrom(address))) {
            client.hearsLike("\\*\\*\\* error " + code + ": .+").hearsTheEnd();
        }
    }

    private static Socket socketFrom(String address) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (BindException e) {
            assumeTrue(false, "this machine has no address " + address + " to come from");
        }
        return socket;
    }

    TcpClient connectTls(SSLSocket socket) throws IOException {
        return connect(socket, tlsPort());
    }

    private TcpClient connect(Socket socket, int port) throws IOException {
        newest = newestAfter(newest);
        var client = new TcpClient(port, socket);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(this::newcomerIsHere);
        return client;
    }

    private @Nullable String newestAfter(@Nullable String id) {
        var later = sessions.after(id).toList();
        return later.isEmpty() ? id : later.getLast().id();
    }

    private boolean newcomerIsHere() {
        return sessions.after(newest)
                .limit(1)
                .anyMatch(session -> chatInput
                        .ask(new ChatQuery.ShowMember(session.member()))
                        .join()
                        .isPresent());
    }

    /** How many hear the lobby: every connection the chat thread knows of. */
    int listening() {
        return chatInput
                .ask(new ChatQuery.ShowRoom(RoomName.LOBBY))
                .join()
                .orElseThrow()
                .state()
                .listening();
    }

    /** Everything that has happened is on its way to the clients. */
    void awaitDelivered() {
        chatInput.ask(new ChatQuery.LastId()).join();
    }

    int sessions() {
        return sessions.count();
    }

    /** Every client has been sent so many lines: they are in the kernel's buffers, to be read at will. */
    void awaitLinesSent(int... lines) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(
                                sessions.after(null).limit(lines.length + 1L).mapToInt(session ->
                                        (int) session.state().linesOut()))
                        .as("lines sent to each client")
                        .containsExactly(IntStream.of(lines).boxed().toArray(Integer[]::new)));
    }

    /** A session is counted a moment after its socket is closed. */
    void awaitDisconnects(String reason, int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() ->
                        assertThat(disconnects(reason)).as("ended by " + reason).isEqualTo(count));
    }

    void awaitSessions(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(sessions()).as("sessions").isEqualTo(count));
    }

    void awaitListening(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() ->
                        assertThat(listening()).as("connections in the lobby").isEqualTo(count));
    }
}
