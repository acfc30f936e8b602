package dev.parley.scenario;

import static org.awaitility.Awaitility.await;

import dev.parley.scenario.TourPage.Block;
import dev.parley.scenario.TourPage.Kind;
import dev.parley.scenario.TourPage.Step;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One terminal of the tour: runs the commands of a block and compares what they print. */
final class TourTerminal implements AutoCloseable {
    private static final String PING = "tour-ping";
    private static final Pattern BYE = Pattern.compile("([*]{3} |\\{\"type\":\")bye.*");

    private final Block block;
    private final ExampleValues values;
    private final Deque<Step> steps;
    private final List<String> screen = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private int line;

    private @Nullable Process process;
    private CompletableFuture<?> reader = CompletableFuture.completedFuture(null);
    private boolean inChat;
    private boolean pingable;
    private int pings;

    // Written by the reader of the process's output:
    private final Deque<String> received = new ArrayDeque<>();
    private final StringBuilder unfinished = new StringBuilder();
    private int pongs;
    private boolean ended = true;

    TourTerminal(Block block, ExampleValues values) {
        this.block = block;
        this.values = values;
        steps = new ArrayDeque<>(block.steps());
        line = block.first() + 1;
    }

    Block block() {
        return block;
    }

    /** The lines of the block as they really are, with the page's values. */
    List<String> screen() {
        return screen;
    }

    /** The lines that differ, those of the page with {@code -} and the real ones with {@code +}. */
    List<String> differences() {
        return differences;
    }

    /** Whether it can go on without output that another terminal causes. */
    boolean isReady() {
        compare();
        return !steps.isEmpty() && steps.element().kind() != Kind.OUTPUT;
    }

    /** Whether it types more lines after the output that it lacks. */
    boolean isWaiting() {
        compare();
        return steps.stream().anyMatch(step -> step.kind() != Kind.OUTPUT);
    }

    synchronized boolean isInChat() {
        return inChat && !ended;
    }

    /** Carries out the next step, and returns when its output for this terminal has been received. */
    void next(TourShell shell) throws IOException {
        Step step = steps.element();
        switch (step.kind()) {
            case COMMAND -> run(step, shell);
            case INPUT -> type(step);
            case INTERRUPT -> interrupt(step);
            case OUTPUT -> throw new IllegalStateException();
        }
    }

    private void run(Step step, TourShell shell) throws IOException {
        close();
        dropUnexpected();
        done(step);
        String command = values.toActual(step.text());
        if (shell.changesShell(command)) {
            return;
        }
        pingable = command.startsWith("nc ");
        inChat = pingable || command.startsWith("python3 tutorial_client.py");
        ended = false;
        Process started = shell.start(command, inChat);
        process = started;
        reader = CompletableFuture.runAsync(
                () -> read(started), Thread.ofPlatform().daemon()::start);
        if (!inChat) {
            awaitThat(() -> hasEnded() || isAnyOutputEnough());
        } else if (!pingable) {
            awaitThat(() -> hasEnded() || isPrompting());
        }
    }

    /** A command that would print for ever is stopped at the last line, if that is {@code …}. */
    private boolean isAnyOutputEnough() {
        compare();
        return steps.size() == 1 && isAnything(steps.element());
    }

    private void type(Step step) throws IOException {
        if (!pingable) {
            synchronized (this) {
                unfinished.setLength(0);
            }
        }
        done(step);
        String text = values.toActual(step.text());
        write(text);
        if (text.startsWith("/quit")) {
            awaitThat(this::hasEnded);
        } else if (text.matches("/(login|register) \\S+")) {
            awaitThat(() -> hasEnded() || hasReceived()); // a ping would be taken for the password
        } else if (pingable) {
            ping();
        } else {
            awaitThat(() -> hasEnded() || isPrompting());
        }
    }

    private void interrupt(Step step) {
        compare();
        dropUnexpected();
        done(step);
        close();
    }

    /** Returns when all that the chat has sent to this terminal so far has been received. */
    void ping() throws IOException {
        if (pingable && !hasEnded()) {
            pings++;
            write("/ping " + PING);
            awaitThat(() -> hasEnded() || hasAllPongs());
        }
    }

    private void write(String text) throws IOException {
        Process running = process;
        if (running == null || hasEnded()) {
            return;
        }
        try {
            running.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
            running.getOutputStream().flush();
        } catch (IOException e) {
            awaitThat(this::hasEnded);
        }
    }

    /** Compares all that has been received, and notes what is missing once the command has ended. */
    private synchronized void compare() {
        while (!steps.isEmpty() && steps.element().kind() == Kind.OUTPUT && !received.isEmpty()) {
            Step step = steps.remove();
            if (isAnything(step)) {
                skip(step);
            } else if (values.accept(step.text(), received.element())) {
                received.remove();
                done(step);
            } else if (nextIsOutput()
                    && !isAnything(steps.element())
                    && values.matches(steps.element().text(), received.element())) {
                differs(step, null);
            } else if (received.size() > 1
                    && values.matches(step.text(), List.copyOf(received).get(1))) {
                steps.push(step);
                differs(null, received.remove());
            } else {
                differs(step, received.remove());
            }
        }
        if (ended && process != null) {
            dropMissing();
        }
    }

    /** Skips all lines up to the next one of the page. */
    private void skip(Step anything) {
        if (!nextIsOutput()) {
            received.clear();
            steps.push(anything);
            return;
        }
        while (!received.isEmpty() && !values.matches(steps.element().text(), received.element())) {
            received.remove();
        }
        if (received.isEmpty()) {
            steps.push(anything);
        } else {
            done(anything);
        }
    }

    private boolean nextIsOutput() {
        return !steps.isEmpty() && steps.element().kind() == Kind.OUTPUT;
    }

    private static boolean isAnything(Step step) {
        return step.kind() == Kind.OUTPUT && step.text().equals("…");
    }

    private void done(Step step) {
        if (!steps.isEmpty() && steps.element() == step) {
            steps.remove();
        }
        screen.addAll(step.lines());
        line += step.lines().size();
    }

    private void differs(@Nullable Step expected, @Nullable String actual) {
        if (expected != null) {
            differences.add(line + " - " + expected.text());
            line++;
        }
        if (actual != null) {
            differences.add(line - (expected == null ? 0 : 1) + " + " + values.toExample(actual));
            screen.add(values.toExample(actual));
        }
    }

    /** Gives up the output that the next input waits for. */
    synchronized void dropMissing() {
        while (nextIsOutput()) {
            Step step = steps.remove();
            if (isAnything(step)) {
                done(step);
            } else {
                differs(step, null);
            }
        }
    }

    private synchronized void dropUnexpected() {
        while (!received.isEmpty()) {
            differs(null, received.remove());
        }
    }

    /** Returns when all output has been received. */
    void finish() throws IOException {
        compare();
        if (!steps.isEmpty() && BYE.matcher(steps.getLast().text()).matches()) {
            awaitThat(this::hasEnded);
        }
        ping();
        compare();
    }

    /** Notes the output that is missing, or is not on the page. */
    void compareRest() {
        compare();
        dropMissing();
        dropUnexpected();
        steps.forEach(step -> screen.addAll(step.lines()));
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
            reader.join();
            process = null;
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized boolean hasReceived() {
        return !received.isEmpty();
    }

    private synchronized boolean hasAllPongs() {
        return pongs == pings;
    }

    private synchronized boolean isPrompting() {
        return unfinished.toString().equals(TourPage.PROMPT);
    }

    private void awaitThat(Callable<Boolean> condition) {
        await("docs/tour.md:" + line)
                .atMost(RunningChat.PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    private void read(Process source) {
        try (Reader output = source.inputReader(StandardCharsets.UTF_8)) {
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (received((char) c) && inChat) {
                    source.destroy(); // nc would wait for one more line of input, and the service for nc
                }
            }
        } catch (IOException e) {
            // it was closed
        }
        synchronized (this) {
            if (!unfinished.isEmpty()) {
                received('\n');
            }
            ended = true;
        }
    }

    /** Returns whether that was the end of the line with which the service says goodbye. */
    private synchronized boolean received(char c) {
        if (c != '\n') {
            unfinished.append(c);
            return false;
        }
        String text = unfinished.toString();
        unfinished.setLength(0);
        if (text.contains(PING)) {
            pongs++;
            return false;
        }
        received.add(text);
        return BYE.matcher(text).matches();
    }
}
