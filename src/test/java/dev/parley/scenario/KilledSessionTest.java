package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients with a token come back after the process was killed. */
class KilledSessionTest {
    /** Fewer than the lines of one answer, so that each answer is complete. */
    private static final int LINES = 80;

    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

    /** A text with its end, as the last line may be cut. */
    private static final Pattern TEXT = Pattern.compile("(line|private|late) \\w+\\.");

    @TempDir
    Path data;

    private int port;

    @Test
    void clientsResumeOnSqliteAndMissNothing() throws Exception {
        assertNothingIsMissed();
    }

    @Test
    void clientsResumeOnPostgresAndMissNothing() throws Exception {
        String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
        assertNothingIsMissed("--spring.datasource.url=" + url);
    }

    private void assertNothingIsMissed(String... database) throws Exception {
        long seed = Long.getLong("parley.kill.seed", System.nanoTime());
        System.out.println("To repeat: -Dparley.kill.seed=" + seed);
        int awaited = LINES / 4 + new Random(seed).nextInt(LINES / 2);
        port = ParleyProcess.freePort();
        Client gus;
        Client anna;
        Client bert;
        Client writer;
        try (var parley = start(database)) {
            gus = new Client("/nick gus", "/join #den", "/format json").awaits("format json");
            parley.terminate();
            gus.readsToTheEnd();
        }
        try (var parley = start(database)) {
            gus = gus.back().resumes(gus.token + " " + gus.lastId);
            anna = new Client("/register anna correct-horse-9", "/join #den", "/format json").awaits("format json");
            bert = new Client("/register bert correct-horse-9", "/join #den").awaits("#den");
            writer = new Client("/nick wim", "/join #den", "/format json").awaits("format json");
            for (int i = 1; i <= LINES; i++) {
                writer.sends(i % 2 == 0 ? "/msg #den line " + i + "." : "/msg #lobby line " + i + ".");
                writer.sends("/msg anna private " + i + ".");
                if (i <= awaited) {
                    writer.awaits("private " + i + ".");
                }
            }
            anna.awaits("line 9.");
            parley.kill();
        }
        Stream.of(gus, bert, writer).forEach(Client::readsToTheEnd);
        try (var parley = start(database)) {
            gus = gus.back().resumes(gus.token + " " + gus.lastId);
            var late = new Client("/nick late", "/join #den").awaits("#den");
            late.sends("late den.").sends("/msg #lobby late lobby.").sends("/msg anna late private.");
            late.awaits("#lobby").awaits("late private.");
            anna = anna.back().resumes(anna.token + " " + anna.lastId);
            bert = bert.back().resumes(bert.token);
            late.sends("/who").awaits("#den: ");
            assertThat(late.lines.getLast()).contains("anna", "bert", "gus");
            late.sends("late last.");
            for (Client client : List.of(gus, anna, bert)) {
                client.awaits("late last.");
            }
        }
        List<String> expected = Stream.concat(
                        writer.texts().stream(), Stream.of("late den.", "late lobby.", "late private.", "late last."))
                .toList();
        assertThat(anna.texts()).containsAll(expected);
        assertThat(gus.texts()).containsAll(only(expected, text -> !text.contains("private")));
        assertThat(bert.texts()).containsAll(only(expected, text -> !text.contains("private")));
        assertThat(bert.texts()).noneMatch(text -> text.contains("private"));
    }

    private static List<String> only(List<String> texts, Predicate<String> filter) {
        return texts.stream().filter(filter).toList();
    }

    private ParleyProcess start(String... database) throws IOException {
        String[] arguments = Stream.concat(
                        Arrays.stream(database),
                        Stream.of(
                                "--parley.tcp.port=" + port,
                                "--parley.limits.lines-per-second=0",
                                "--parley.drain.window=0s"))
                .toArray(String[]::new);
        return new ParleyProcess(List.of(), data, arguments).awaitReady();
    }

    /** A client that keeps what it receives, also over several connections. */
    private final class Client {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        private final List<String> lines = new ArrayList<>();
        private String token = "";
        private String lastId = "";

        Client(String... first) throws IOException {
            socket.setSoTimeout((int) RunningChat.PATIENCE.toMillis());
            for (String line : first) {
                sends(line);
            }
        }

        /** Returns the same client on a new connection. */
        Client back() throws IOException {
            var back = new Client();
            back.lines.addAll(lines);
            back.token = token;
            back.lastId = lastId;
            return back;
        }

        Client resumes(String tokenAndId) throws IOException {
            return sends("/resume " + tokenAndId).awaits("resumed");
        }

        Client sends(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Client awaits(String part) throws IOException {
            String line = in.readLine();
            while (line != null && !line.contains(part)) {
                add(line);
                line = in.readLine();
            }
            assertThat(line).as(part).isNotNull();
            add(line);
            return this;
        }

        void readsToTheEnd() {
            try (socket) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                // It was killed.
            }
        }

        private void add(String line) {
            lines.add(line);
            var id = ID.matcher(line);
            if (line.endsWith("}") && id.find()) {
                lastId = id.group(1);
            }
            if (line.contains("reconnect within 5 minutes: /resume ") && !line.startsWith("{")) {
                token = line.substring(line.lastIndexOf(' ') + 1);
            } else if (line.matches("\\{.*\"token\":\".+\".*}") && !line.contains("pong")) {
                token = line.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
            }
        }

        List<String> texts() {
            return lines.stream()
                    .map(TEXT::matcher)
                    .flatMap(matcher -> matcher.results().map(result -> result.group()))
                    .toList();
        }
    }
}
