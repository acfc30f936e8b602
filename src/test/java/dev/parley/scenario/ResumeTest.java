package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Coming back by the token that one was given, to the same process and to the next. */
class ResumeTest {
    @TempDir
    Path data;

    @Test
    void missedEventsAreSentAfterAResume() throws IOException {
        int port = ParleyProcess.freePort();
        String annsToken;
        String bobsToken;
        try (var parley = InProcessApplication.application(data, "--parley.tcp.port=" + port)) {
            var ann = new TcpClient(port).hearsNothingElse();
            var bob = new TcpClient(port);
            bob.send("/register bob correct-horse-9");
            bobsToken = token(bob, "*** if disconnected,");
            bob.send("/join #dev").hears("*** You are in #dev (1 here)");
            ann.send("/nick ann");
            ann.send("/join #dev");
            heard(bob, "*** ann joined #dev");
            bob.reset();
            heard(ann, "*** bob left #lobby");
            ann.send("are you there?");
            ann.send("/msg bob psst");
            heard(ann, "*** bob is offline; the message will be shown at the next /login");

            bob = new TcpClient(port);
            bob.send("/resume " + bobsToken);
            heard(bob, "<ann> are you there?");
            bob.hears("[ann] psst", "*** resumed: at least 2 lines missed; older: /history");
            heard(ann, "*** bob joined #dev");
            bob.send("again").hears("<bob> again");
            heard(ann, "<bob> again");
            bob.reset();
            heard(ann, "*** bob left #lobby");
            ann.send("/format json");
            assertThat(parley.isRunning()).isTrue();
            annsToken = tokenAtTheEnd(parley, ann);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        try (var restarted = InProcessApplication.application(data, "--parley.tcp.port=" + port);
                var late = new TcpClient(port);
                var ann = new TcpClient(port)) {
            assertThat(restarted.isRunning()).isTrue();
            ann.hearsNothingElse();
            late.send("nobody here?");
            heard(ann, "> nobody here?");
            ann.send("/resume " + annsToken);
            heard(ann, "{\"type\":\"resumed\",\"count\":1,\"complete\":true}");
            ann.send("/format text").hears("*** format text");
            ann.send("/msg #dev here").hears("<ann> here");
            ann.send("/resume " + bobsToken).hearsLike("\\*\\*\\* error auth-failed: .+");
        }
    }

    @Test
    void historyOfAGuestRoomIsReadableByItsMembersOnlyAfterARestart() throws IOException, InterruptedException {
        int port = ParleyProcess.freePort();
        String annsToken;
        String bobsToken;
        try (var parley = InProcessApplication.application(data, "--parley.tcp.port=" + port)) {
            var ann = new TcpClient(port).hearsNothingElse();
            ann.send("/nick ann");
            ann.send("/join #den");
            ann.send("before bob");
            heard(ann, "<ann> before bob");
            var bob = new TcpClient(port);
            bob.send("/register bob correct-horse-9");
            bobsToken = token(bob, "*** if disconnected,");
            bob.send("/join #den").hears("*** You are in #den (2 here)");
            heard(ann, "*** bob joined #den");
            bob.reset();
            heard(ann, "*** bob left #lobby");
            ann.send("secret");
            heard(ann, "<ann> secret");
            ann.send("/format json");
            annsToken = tokenAtTheEnd(parley, ann);
        }
        try (var restarted = InProcessApplication.application(data, "--parley.tcp.port=" + port);
                var ann = new TcpClient(port);
                var late = new TcpClient(port);
                var bob = new TcpClient(port)) {
            assertThat(restarted.isRunning()).isTrue();
            ann.send("/resume " + annsToken);
            heard(ann, "{\"type\":\"resumed\",\"count\":0,\"complete\":true}");
            late.send("/join #den");
            heard(late, "*** You are in #den (2 here)");
            late.send("/history").hears("*** history of #den: no lines");
            bob.send("/resume " + bobsToken);
            heard(bob, "<ann> secret");
            bob.hears("*** resumed: at least 1 line missed; older: /history");
            bob.send("/history").hears("*** history of #den: last 2 of 2 lines", "<ann> before bob", "<ann> secret");
        }
    }

    /** The process ends; the token and the last id in the bye of a client that reads JSON. */
    private static String tokenAtTheEnd(ConfigurableApplicationContext parley, TcpClient client)
            throws IOException, InterruptedException {
        String token = "";
        Thread closing = Thread.startVirtualThread(parley::close);
        String line = client.line();
        while (line != null) {
            token = line.replaceAll(".* last id (\\d+).*\"token\":\"(.+)\".*", "$2 $1");
            line = client.line();
        }
        client.close();
        closing.join();
        return token;
    }

    private static String token(TcpClient client, String start) throws IOException {
        String line = client.line();
        while (line != null && !line.startsWith(start)) {
            line = client.line();
        }
        assertThat(line).isNotNull();
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private static void heard(TcpClient client, String end) throws IOException {
        String line = client.line();
        while (line != null && !line.endsWith(end)) {
            line = client.line();
        }
        assertThat(line).as(end).isNotNull();
    }
}
