package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.ChatMetrics;
import dev.parley.chat.EventLog;
import dev.parley.chat.Format;
import dev.parley.chat.NickPolicy;
import dev.parley.chat.Sequence;
import dev.parley.chat.Stamps;
import dev.parley.session.BroadcastService;
import dev.parley.session.Input;
import dev.parley.session.Logins;
import dev.parley.session.Operators;
import dev.parley.session.Recall;
import dev.parley.session.Sanctions;
import dev.parley.session.SessionContext;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionMetrics;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.Time;
import dev.parley.session.Writers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a line's deadline runs: from its first byte until it is taken. */
class LineStreamTest {
    private static final SessionLimits LIMITS = SessionLimits.of(16_384, Long.MAX_VALUE, 0, 1, 0);

    private final AtomicLong now = new AtomicLong(1);
    private final StringBuffer told = new StringBuffer();
    private Sessions sessions;
    private Sequence sequence;
    private Socket client;
    private Socket server;
    private LineStream stream;

    @BeforeEach
    void connect() throws IOException {
        var clock = InstantSource.system();
        var time = new Clock();
        var writers = new Writers(Runnable::run, Time.SYSTEM);
        var broadcast = new BroadcastService(writers, LIMITS, SessionMetrics.NONE, time);
        var chat = new Chat(
                new ChatLimits(1, 1, 1, 1),
                broadcast,
                ChatMetrics.NONE,
                NickPolicy.NONE,
                new Stamps(clock, 0),
                new Random(1));
        sequence = new Sequence(chat, EventLog.NONE, broadcast);
        sessions = new Sessions(
                new SessionContext(
                        sequence, LIMITS, SessionMetrics.NONE, Recall.NONE, Logins.NONE, Operators.NONE, time, writers),
                Sanctions.NONE,
                Format.TEXT,
                clock);
        sequence.start();
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            server = listener.accept();
        }
        stream = new LineStream(server, 64, sessions.open(new Told()), () -> {});
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aLineThatIsBegunRunsOut() throws Exception {
        write("one\nhal");
        assertThat(stream.next()).isEqualTo(new Input.Line("one", true));
        var rest = CompletableFuture.supplyAsync(this::next);
        await().untilAsserted(() -> {
            passesTheDeadline();
            assertThat(told.toString()).startsWith("*** bye line-timeout");
        });
        write("f\n");
        assertThat(rest.get()).isEqualTo(new Input.Line("half", true));
    }

    @Test
    void soDoesTheRestOfOneThatWasTooLong() throws Exception {
        write("\n" + "x".repeat(100));
        assertThat(stream.next()).isEqualTo(new Input.Line("", true));
        assertThat(stream.next()).isEqualTo(new Input.TooLong(64));
        CompletableFuture.supplyAsync(this::next);
        await().untilAsserted(() -> {
            passesTheDeadline();
            assertThat(told.toString()).startsWith("*** bye line-timeout");
        });
    }

    @Test
    void silenceBetweenLinesAndAfterOneThatWasDroppedDoesNot() throws Exception {
        write("one\n" + "x".repeat(100));
        stream.next();
        assertThat(stream.next()).isEqualTo(new Input.TooLong(64));
        var next = CompletableFuture.supplyAsync(this::next);
        write("x\n");
        await().until(() -> server.getInputStream().available() == 0);
        write("two\nthree");
        assertThat(next.get()).isEqualTo(new Input.Line("two", true));
        passesTheDeadline();
        assertThat(told.toString()).isEmpty();
    }

    private void passesTheDeadline() {
        now.addAndGet(LIMITS.line().toNanos() + 1);
        sessions.checkDeadlines();
        sequence.ask(chat -> true).join();
        sequence.ask(chat -> true).join();
    }

    private Input next() {
        try {
            return stream.next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class Clock implements Time {
        @Override
        public long nanos() {
            return now.get();
        }

        @Override
        public void sleep(long nanos) {
            now.addAndGet(nanos);
        }
    }

    private final class Told extends SilentConnection {
        @Override
        public void send(byte[] bytes) {
            told.append(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
