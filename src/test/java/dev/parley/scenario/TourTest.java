package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.chat.ChatEventLoop;
import dev.parley.scenario.TourPage.Section;
import dev.parley.session.Sessions;
import dev.parley.tcp.ListenerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the commands in docs/tour.md, in the order of the page, against one started service. The terminals of a section
 * run side by side: the first on the page that can type does so, and the next one's turn comes when those before it wait
 * for output. After a difference the page with the real output is in target/tour.md, to be copied.
 */
class TourTest {
    private static final Path REAL_PAGE = Path.of("target", "tour.md");
    private static final String TUTORIAL = "tutorial_client.py";
    private static final Pattern PROGRAM = Pattern.compile("(?:^|[|] )(nc|curl|jq|python3)\\b", Pattern.MULTILINE);

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext application;
    private static TourPage page;
    private static List<String> missing;
    private static RunningChat chat;
    private static TourShell shell;
    private static final Map<Integer, TourTerminal> different = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        page = TourPage.read();
        missing = missing(page.commands());
        if (!missing.isEmpty()) {
            return;
        }
        application = InProcessApplication.application(
                directory.resolve("data"), "--parley.limits.lines-per-second=0", "--parley.drain.window=0s");
        chat = new RunningChat(
                application.getBean(ListenerLifecycle.class),
                application.getBean(ChatEventLoop.class),
                application.getBean(Sessions.class),
                application.getBean(MeterRegistry.class));
        shell = new TourShell(
                directory,
                Map.of("12345", Integer.toString(chat.port()), "8080", port("server"), "8081", port("management")));
        copy("examples/client.py", Files.readString(Path.of("examples", "client.py")));
        Optional<String> tutorial = TutorialClientTest.tutorialClient();
        if (tutorial.isPresent()) {
            copy(TUTORIAL, tutorial.get());
        }
    }

    private static String port(String of) {
        return application.getEnvironment().getRequiredProperty("local." + of + ".port");
    }

    private static void copy(String name, String code) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, shell.withPorts(code));
    }

    @AfterAll
    static void stop() throws IOException {
        if (application != null) {
            application.close();
        }
        if (!different.isEmpty()) {
            Files.write(REAL_PAGE, page.with(different));
        }
    }

    @TestFactory
    Stream<DynamicTest> theTourShowsTheRealOutput() {
        return page.sections().stream().map(section -> dynamicTest(section.title(), () -> run(section)));
    }

    private static void run(Section section) throws IOException {
        assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
        assumeTrue(
                Files.exists(directory.resolve(TUTORIAL)) || !section.commands().contains(TUTORIAL),
                "the tutorial is not there");
        var values = new ExampleValues();
        List<TourTerminal> terminals = section.blocks().stream()
                .map(block -> new TourTerminal(block, values))
                .toList();
        String timeout = "";
        try {
            runSideBySide(terminals);
        } catch (ConditionTimeoutException e) {
            timeout = e.getMessage();
        } finally {
            terminals.forEach(TourTerminal::compareRest);
            terminals.forEach(TourTerminal::close);
        }
        chat.awaitListening(0);
        assertThatNothingDiffers(section, terminals, timeout);
    }

    private static void runSideBySide(List<TourTerminal> terminals) throws IOException {
        TourTerminal latest = runNext(terminals, null);
        while (latest != null) {
            awaitPresence(terminals);
            for (TourTerminal terminal : terminals) {
                if (!terminal.isReady() && terminal.isWaiting()) {
                    terminal.ping();
                }
            }
            latest = runNext(terminals, latest);
        }
        for (TourTerminal terminal : terminals) {
            terminal.finish();
        }
    }

    /**
     * Returns the terminal whose turn it was; null if nothing is left to type. If all wait, the output that the latest
     * waits for is wrong on the page, most likely.
     */
    private static @Nullable TourTerminal runNext(List<TourTerminal> terminals, @Nullable TourTerminal latest)
            throws IOException {
        for (TourTerminal terminal : terminals) {
            if (terminal.isReady()) {
                terminal.next(shell);
                return terminal;
            }
        }
        Optional<TourTerminal> waiting = Stream.concat(Stream.ofNullable(latest), terminals.stream())
                .filter(TourTerminal::isWaiting)
                .findFirst();
        waiting.ifPresent(TourTerminal::dropMissing);
        return waiting.orElse(null);
    }

    /** Returns when the chat knows who came and who left. */
    private static void awaitPresence(List<TourTerminal> terminals) {
        await().atMost(RunningChat.PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> chat.listening()
                        == terminals.stream().filter(TourTerminal::isInChat).count());
    }

    private static void assertThatNothingDiffers(Section section, List<TourTerminal> terminals, String timeout) {
        var differences = new StringBuilder();
        for (TourTerminal terminal : terminals) {
            if (!terminal.differences().isEmpty()) {
                different.put(terminal.block().first(), terminal);
            }
            for (String line : terminal.differences()) {
                differences.append(TourPage.FILE).append(':').append(line).append('\n');
            }
        }
        assertThat(differences.append(timeout).toString())
                .withFailMessage(
                        "The section \"%s\" shows other output than Parley (-: page, +: real; whole page in %s)%n%s",
                        section.title(), REAL_PAGE, differences)
                .isEmpty();
    }

    /** The programs without which nothing is tested, because later sections rely on earlier ones. */
    private static List<String> missing(String commands) throws IOException {
        if (!Files.isExecutable(TourShell.SHELL)) {
            return List.of(TourShell.SHELL.toString());
        }
        List<String> missing = new ArrayList<>();
        for (String program : PROGRAM.matcher(commands)
                .results()
                .map(command -> command.group(1))
                .collect(Collectors.toCollection(TreeSet::new))) {
            Process search = new ProcessBuilder(TourShell.SHELL.toString(), "-c", "command -v " + program).start();
            if (search.onExit().join().exitValue() != 0) {
                missing.add(program);
            }
        }
        return missing;
    }
}
