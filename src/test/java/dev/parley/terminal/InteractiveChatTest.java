package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.SelfSignedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.ScreenTerminal;
import org.jline.utils.ScreenTerminalOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InteractiveChatTest {
    private static final String ENTER = "\r";
    private static final String PASTE = "\u001b[200~%s\u001b[201~";

    @TempDir
    Path folder;

    private final ScriptedServer server = new ScriptedServer();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ScreenTerminal screen = new ScreenTerminal(60, 12);

    private final LineDisciplineTerminal terminal;
    private CompletableFuture<Integer> status = new CompletableFuture<>();

    InteractiveChatTest() throws IOException {
        var output = new ScreenTerminalOutputStream.DelegateOutputStream();
        var recorded = new FilterOutputStream(output) {
            @Override
            public void write(int value) throws IOException {
                written.write(value);
                super.write(value);
            }
        };
        terminal = new LineDisciplineTerminal("test", "xterm-256color", recorded, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(60, 12));
        ScreenTerminal.wireTerminal(screen, terminal, output);
    }

    @AfterEach
    void close() throws IOException {
        type("\u0015\u0004");
        status.join();
        server.close();
        terminal.close();
    }

    @Test
    void typedTextSurvivesLinesThatArrive() throws IOException {
        start();
        type("half a li");
        awaitScreen("> half a li");
        for (int i = 1; i <= 30; i++) {
            server.send(
                    "{'type':'message','id':'" + i + "','room':'#lobby','from':'bob','text':'interrupting " + i + "'}");
        }
        awaitScreen("<bob> interrupting 30");
        assertThat(lines()).endsWith("#lobby · 2 people · not encrypted", "> half a li");
        type("ne" + ENTER);
        server.awaitLine("/ping ~4");
        assertThat(server.typed()).containsExactly("/say key=K half a line");
        awaitScreen("<anna> half a line");
    }

    @Test
    void lineThatWasBegunBeforeTheStartIsShownOnlyAtThePrompt() throws IOException {
        String line = "longer than the first line of the client is half a li";
        type(line);
        awaitScreen(line);
        start();
        awaitScreen("> " + line);
        assertThat(screen()).containsOnlyOnce("half a li");
    }

    @Test
    void lineTypedBeforeTheStartDoesNotAnswerTheQuestionForACertificate() throws Exception {
        type("y" + ENTER);
        try (var untrusted = SocketConnectorTest.serve(SelfSignedCertificate.make(folder), 0)) {
            run("--tls", "localhost:" + untrusted.getLocalPort());
            awaitScreen("Trust this certificate from now on? [y/N]");
            type("n" + ENTER);
            assertThat(status).failsWithin(Duration.ofSeconds(30));
            assertThat(screen()).doesNotContain("It is remembered");
        }
        status = CompletableFuture.completedFuture(ChatCommand.UNTRUSTED);
    }

    @Test
    void lineTypedWhileTheClientConnectsDoesNotAnswerTheQuestionForACertificate() throws Exception {
        try (var untrusted = SocketConnectorTest.listen(SelfSignedCertificate.make(folder), 0)) {
            run("--tls", "localhost:" + untrusted.getLocalPort());
            awaitScreen("Connecting to");
            type("y" + ENTER);
            SocketConnectorTest.shakeHands(untrusted);
            awaitScreen("Trust this certificate from now on? [y/N]");
            type("n" + ENTER);
            assertThat(status).failsWithin(Duration.ofSeconds(30));
            assertThat(screen()).doesNotContain("It is remembered");
        }
        status = CompletableFuture.completedFuture(ChatCommand.UNTRUSTED);
    }

    @Test
    void lineTypedWhileTheClientConnectsIsNotPartOfAPassword() throws Exception {
        var certificate = SelfSignedCertificate.make(folder, "-ext", "san=dns:localhost");
        certificate.writeTo(folder);
        try (var server = SocketConnectorTest.listen(certificate, 0)) {
            run(
                    "--account",
                    "anna",
                    "--ca",
                    folder.resolve("tls.crt").toString(),
                    "localhost:" + server.getLocalPort());
            awaitScreen("Connecting to");
            type("half a li");
            SocketConnectorTest.shakeHands(server);
            awaitScreen("Password for anna (empty to cancel):");
            type(ENTER);
            awaitScreen("no password; nothing was sent");
            awaitScreen("> half a li");
        }
    }

    @Test
    void lineTypedBeforeTheStartIsNotPartOfAPassword() throws IOException {
        type("half a li");
        start("--account", "anna");
        awaitScreen("Password for anna (empty to cancel):");
        type("sesame-9" + ENTER);
        server.awaitLine("/login anna sesame-9");
        awaitScreen("> half a li");
    }

    @Test
    void wideAndCombiningAndRightToLeftTextCanBeEdited() throws IOException {
        start();
        type("日本e\u0301שלום\u001bOD\u001bOD" + "X");
        server.send("{'type':'message','id':'1','room':'#lobby','from':'bob','text':'x'}");
        awaitScreen("<bob> x");
        type(ENTER);
        server.awaitLine("/ping ~4");
        assertThat(server.typed()).containsExactly("/say key=K 日本e\u0301שלXום");
    }

    @Test
    void resizeKeepsTheLineAndTheStatus() throws IOException {
        start();
        type("a line that is as long as the narrow terminal is wide");
        awaitScreen("narrow terminal is wide");
        resize(40, 10);
        type("!");
        awaitScreen("is wide!");
        awaitScreen("#lobby · 2 people · not encrypted");
        type(ENTER);
        server.awaitLine("/ping ~4");
        assertThat(server.typed()).containsExactly("/say key=K a line that is as long as the narrow terminal is wide!");
    }

    @Test
    void terminalThatGetsWiderShowsOneStatusLineAndAllMessages() throws IOException {
        start();
        server.send("{'type':'message','id':'1','room':'#lobby','from':'bob','text':'hi'}");
        type("a typed line that is longer than the first of its two rows is wide");
        awaitScreen("is wide");
        resize(90, 12);
        awaitScreen("> a typed line that is longer than the first of its two rows is wide");
        assertThat(lines()).filteredOn(line -> line.startsWith("#lobby")).hasSize(1);
        assertThat(lines()).filteredOn(line -> line.endsWith("<bob> hi")).hasSize(1);
    }

    @Test
    void fullTerminalThatGetsLowerShowsTheStatusAndNewLines() throws IOException {
        start();
        type("half a li");
        for (int i = 1; i <= 20; i++) {
            server.send("{'type':'message','id':'" + i + "','room':'#lobby','from':'bob','text':'line " + i + "'}");
        }
        awaitScreen("<bob> line 20");
        resize(60, 8);
        server.send("{'type':'message','id':'21','room':'#lobby','from':'bob','text':'line 21'}");
        awaitScreen("<bob> line 21");
        assertThat(lines()).endsWith("#lobby · 2 people · not encrypted", "> half a li");
    }

    @Test
    void longLineIsBrokenBetweenWords() throws IOException {
        start();
        server.send("{'type':'message','id':'1','room':'#lobby','from':'bob','text':"
                + "'the build is green again since the flaky test was repaired'}");
        awaitScreen("repaired");
        assertThat(lines())
                .anyMatch(line -> line.endsWith("<bob> the build is green again since the flaky test"))
                .contains("      was repaired");
    }

    @Test
    void commandsAndNicksAreCompleted() throws IOException {
        start();
        awaitScreen("2 people");
        type("/hi\t5" + ENTER);
        server.awaitLine("/history 5");
        type("bir\thello" + ENTER);
        server.awaitLine("/ping ~5");
        assertThat(server.typed()).containsExactly("/history 5", "/say key=K birgit: hello");
    }

    @Test
    void manyCommandsAreListedInColumns() throws IOException {
        start();
        awaitScreen("2 people");
        type("/\t");
        awaitScreen("/c1");
        assertThat(lines()).anyMatch(line -> line.contains("/c1") && line.contains("/c9"));
        type("\u0015");
    }

    @Test
    void pastedLinesAreSentOnlyAfterAConfirmation() throws IOException {
        start();
        type(PASTE.formatted("one\rtwo") + ENTER);
        awaitScreen("Send these 2 lines? [y/N]");
        type("n" + ENTER);
        type(PASTE.formatted("three\rfour") + ENTER);
        type("y" + ENTER);
        server.awaitLine("/ping ~5");
        assertThat(server.typed()).containsExactly("/say key=K three", "/say key=K four");
    }

    @Test
    void commandsInAPasteAreNamedBeforeTheyAreSent() throws IOException {
        start();
        type(PASTE.formatted("def f(x):\r/quit\r//no command") + ENTER);
        awaitScreen("one of them is a command: /quit");
        type(ENTER);
        awaitScreen("nothing was sent");
        assertThat(server.typed()).isEmpty();
    }

    @Test
    void quitInAPasteLeavesAndOnlyTheLinesAfterItAreListed() throws IOException {
        start();
        resize(90, 12);
        type(PASTE.formatted("one\r/quit\rtwo") + ENTER + "y" + ENTER);
        assertThat(status.join()).isZero();
        assertThat(screen()).contains("may not have arrived; send it again if needed: two");
        assertThat(screen()).doesNotContain("if needed: one", "if needed: /quit");
    }

    @Test
    void pastedTabIsSentAsTheSpacesThatAreShown() throws IOException {
        start();
        type(PASTE.formatted("if x:\tpass") + ENTER);
        Awaitility.await().until(() -> server.typed().equals(List.of("/say key=K if x:   pass")));
    }

    @Test
    void refusedPasteOfIndentedLinesComesBackUnchanged() throws IOException {
        start();
        type(PASTE.formatted("  if x:\r    pass") + ENTER + "n" + ENTER);
        awaitScreen("nothing was sent; the key Up brings the lines back");
        type("\u001bOA" + ENTER + "y" + ENTER);
        Awaitility.await().until(() -> server.typed().equals(List.of("  if x:", "    pass")));
    }

    @Test
    void refusedPasteThatIsNotKeptIsNotPromisedToComeBack() throws IOException {
        start();
        type("/login anna" + ENTER + "wrong-password" + ENTER + ENTER);
        awaitScreen("no password; nothing was sent");
        type(PASTE.formatted("sesame-8\rsesame-9") + ENTER);
        awaitScreen("Send these 2 lines? [y/N]");
        type("n" + ENTER);
        awaitScreen("*** nothing was sent");
        assertThat(screen()).doesNotContain("the key Up");
    }

    @Test
    void pasteIsMarkedAgainAfterTheShell() throws IOException {
        start();
        written.reset();
        terminal.raise(Terminal.Signal.CONT);
        assertThat(written.toString(StandardCharsets.UTF_8)).contains(LineReaderImpl.BRACKETED_PASTE_ON);
    }

    @Test
    void pastedLoginAndThePasswordOnItsNextLineAreOneCommandAndMasked() throws IOException {
        start();
        type(PASTE.formatted("/login anna\rsesame-9"));
        awaitScreen("********");
        assertThat(screen()).contains("> /login anna").doesNotContain("sesame");
        type(ENTER);
        server.awaitLine("/login anna sesame-9");
        type(PASTE.formatted("/login anna\rsesame-9\rhello") + ENTER);
        awaitScreen("Send these 2 lines? [y/N]");
        assertThat(screen()).contains("/login anna …").doesNotContain("sesame");
        type("n" + ENTER);
        awaitScreen("nothing was sent");
        type("\u001bOA");
        awaitScreen("> hello");
        type("\u0015");
        type(PASTE.formatted("/login anna\rsesame-9\rhello") + ENTER);
        type("y" + ENTER);
        Awaitility.await().until(() -> server.typed().size() == 3);
        assertThat(server.typed()).startsWith("/login anna sesame-9", "/login anna sesame-9");
        assertThat(server.typed().getLast()).endsWith("hello");
    }

    @Test
    void registrationIsNotAskedForWhileLoggedInAndRoomSettingsAreNoNicks() throws IOException {
        start();
        type("/login anna sesame-9" + ENTER);
        server.awaitLine("/login anna sesame-9");
        Awaitility.await().untilAsserted(() -> {
            type("hi" + ENTER);
            assertThat(server.typed()).contains("/say key=K hi");
        });
        type("/register bob" + ENTER);
        awaitScreen("you are logged in already");
        type("/room bir\t" + ENTER);
        server.awaitLine("/room bir");
    }

    @Test
    void nameOfARegistrationIsAskedFor() throws IOException {
        start();
        type("/register" + ENTER);
        awaitScreen("Name:");
        type("anna" + ENTER + "sesame-9" + ENTER + "sesame-9" + ENTER);
        server.awaitLine("/register anna sesame-9");
    }

    @Test
    void passwordIsAskedForMaskedAndIsNowhereElse() throws IOException {
        start();
        type("hello" + ENTER + "/register anna" + ENTER);
        awaitScreen("Password for the new account (empty to cancel):");
        type("sesame-9");
        awaitScreen("(empty to cancel): ********");
        type(ENTER + "sesame-9" + ENTER);
        server.awaitLine("/register anna sesame-9");
        type("/login anna sesame-9");
        awaitScreen("> /login anna ********");
        type(ENTER + "/password" + ENTER + "sesame-9" + ENTER + "kettle-4" + ENTER + "kettle-4" + ENTER);
        server.awaitLine("/password sesame-9 kettle-4");
        type("/quit" + ENTER);
        assertThat(status.join()).isZero();
        assertThat(Files.readString(folder.resolve("history")))
                .contains("hello")
                .doesNotContain("sesame", "kettle");
        assertThat(screen()).doesNotContain("sesame", "kettle");
        assertThat(Files.list(folder)).containsExactly(folder.resolve("history"));
    }

    @Test
    void wrongPasswordIsAskedForAgainAndNeverSentAsAMessage() throws IOException {
        start("--account", "anna");
        awaitScreen("Password for anna (empty to cancel):");
        type("wrong-password" + ENTER);
        awaitScreen("error auth-failed");
        type("sesame-9");
        awaitScreen("Refused; password for anna (empty to cancel): ********");
        type(ENTER + "hello" + ENTER);
        Awaitility.await().until(() -> server.typed().size() == 3);
        assertThat(server.typed())
                .containsExactly("/login anna wrong-password", "/login anna sesame-9", "/say key=K hello");
    }

    @Test
    void loginThatASlowServerHasNotAnsweredIsShown() throws IOException {
        start();
        server.becomeSilent();
        type("/login anna" + ENTER + "sesame-9" + ENTER);
        awaitScreen("the server has not answered the login yet");
        assertThat(terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN))
                .as("of Ctrl-C, which must not end the process between two prompts")
                .isEqualTo(Terminal.SignalHandler.SIG_IGN);
        server.send("{'type':'resumable','token':'token'}");
        type("hello");
        awaitScreen("> hello");
    }

    @Test
    void endOfInputCancelsAQuestionAndDoesNotLeaveTheChat() throws IOException {
        start();
        for (String key : List.of("\u0004", "\u0003")) {
            type("/login anna" + ENTER);
            awaitScreen("Password for anna (empty to cancel):");
            type(key);
            awaitScreen("no password; nothing was sent");
            assertThat(screen()).doesNotContain("leaves the chat");
        }
        type("/password" + ENTER + "sesame-9" + ENTER);
        awaitScreen("New password (empty to cancel):");
        type("\u0003");
        Awaitility.await().until(() -> !screen().contains("New password"));
        type("hello" + ENTER);
        Awaitility.await().until(() -> server.typed().equals(List.of("/say key=K hello")));
    }

    @Test
    void endOfInputOnADumbTerminalEndsTheLineOfThePrompt() throws IOException {
        try (var dumb = new LineDisciplineTerminal("test", Terminal.TYPE_DUMB, written, StandardCharsets.UTF_8)) {
            dumb.setSize(Size.of(0, 0));
            run(dumb, "localhost:" + server.port());
            Awaitility.await()
                    .until(() -> written.toString(StandardCharsets.UTF_8).endsWith("> "));
            dumb.processInputByte(4);
            assertThat(status.join()).isZero();
            assertThat(written.toString(StandardCharsets.UTF_8).lines())
                    .last(InstanceOfAssertFactories.STRING)
                    .matches("\\d\\d:\\d\\d \\*\\*\\* bye quit: goodbye");
        }
    }

    @Test
    void differingPasswordsAreNotSent() throws IOException {
        start();
        type("/register anna" + ENTER + "sesame-9" + ENTER + "sesame-8" + ENTER);
        awaitScreen("the passwords differ; nothing was sent");
        assertThat(server.typed()).isEmpty();
    }

    @Test
    void historyIsThereAfterARestart() throws IOException {
        start();
        type("first" + ENTER + "\u0004");
        assertThat(status.join()).isZero();
        start();
        type("\u001bOA!" + ENTER);
        Awaitility.await().until(() -> server.typed().contains("/say key=K first!"));
    }

    @Test
    void lineTypedWhileTheServerIsGoneIsSentAfterTheReturn() throws IOException {
        start();
        server.send("{'type':'message','id':'9','room':'#lobby','from':'bob','text':'hi'}");
        awaitScreen("<bob> hi");
        int port = server.port();
        server.close();
        awaitScreen("connection lost");
        type("typed meanwhile" + ENTER);
        awaitScreen("waits for the connection: typed meanwhile");
        try (var restarted = new ScriptedServer(port)) {
            restarted.awaitLine("/since 9");
            Awaitility.await().until(() -> restarted.typed().equals(List.of("/say key=K typed meanwhile")));
            awaitScreen("<anna> typed meanwhile");
        }
    }

    @Test
    void kickEndsTheClientWithStatus1() throws IOException {
        start();
        server.send("{'type':'bye','code':'kicked','text':'spam'}");
        server.disconnect();
        assertThat(status.join()).isEqualTo(ChatCommand.LOST);
        assertThat(screen()).contains("*** bye kicked: spam");
    }

    @Test
    void nickAndRoomOfTheOptionsAreTaken() throws IOException {
        start("--nick", "anna", "--room", "dev");
        server.awaitLine("/join #dev");
        assertThat(server.typed()).containsExactly("/nick anna", "/join #dev");
    }

    @Test
    void nickOfTheOptionsIsTakenAfterALossBeforeTheChatHasBegun() throws IOException {
        start("--nick", "anna");
        server.awaitLine("/nick anna");
        int port = server.port();
        server.close();
        try (var restarted = new ScriptedServer(port)) {
            restarted.awaitLine("/nick anna");
        }
    }

    private void start(String... arguments) throws IOException {
        run(Stream.concat(Stream.of(arguments), Stream.of("localhost:" + server.port()))
                .toArray(String[]::new));
        awaitScreen("not encrypted");
    }

    private void run(String... arguments) throws IOException {
        run(terminal, arguments);
    }

    private void run(Terminal terminal, String... arguments) throws IOException {
        var options = Options.parse(List.of(arguments), folder.resolve("none"));
        var chat = new InteractiveChat(options, new UserFolders(folder, folder), terminal, false);
        var result = new CompletableFuture<Integer>();
        status = result;
        Thread.ofPlatform().start(() -> {
            try {
                result.complete(chat.run());
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }

    private void resize(int columns, int rows) {
        screen.setSize(columns, rows);
        terminal.setSize(Size.of(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    private void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private void awaitScreen(String text) {
        Awaitility.await().untilAsserted(() -> assertThat(screen()).contains(text));
    }

    private String screen() {
        return screen.toString();
    }

    private List<String> lines() {
        return screen().lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
