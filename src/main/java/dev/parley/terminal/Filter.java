package dev.parley.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** Client without a terminal, for scripts: sends each line of the input, and prints each message. */
final class Filter {
    /** Token of the ping after the first commands. */
    private static final String STARTED = "~started";

    private final InputStream input;
    private final PrintStream output;
    private final PrintStream errors;

    Filter(InputStream input, PrintStream output, PrintStream errors) {
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Runs until the end of the input and the last answer, or until the connection is lost; returns the exit status.
     *
     * @param first commands before the input; if one is refused, nothing else is sent
     */
    int run(Connector connector, List<String> first) throws IOException {
        Clock clock = Clock.systemDefaultZone();
        var conversation = new Conversation(
                new PrintingScreen(), clock, new LineRenderer(clock, false, false), "", (delay, task) -> {});
        try (ServerConnection connection = connector.connect()) {
            if (!isReady(connection, first, conversation)) {
                return ChatCommand.LOST;
            }
            Thread.ofPlatform().daemon().name("input").start(() -> send(connection));
            for (ServerLine line = connection.read(() -> {}); line != null; line = connection.read(() -> {})) {
                conversation.received(line);
            }
        } catch (UntrustedServerException e) {
            throw e;
        } catch (IOException e) {
            errors.println("parley: " + e.getMessage());
            return ChatCommand.LOST;
        }
        if (!conversation.isQuit()) {
            errors.println("parley: the server closed the connection");
            return ChatCommand.LOST;
        }
        return ChatCommand.OK;
    }

    /**
     * Sends the first commands. If the server refuses one, the input would be sent under a wrong name or to a wrong
     * room.
     */
    private boolean isReady(ServerConnection connection, List<String> first, Conversation conversation)
            throws IOException {
        var commands = new ArrayList<String>(List.of("/format json"));
        commands.addAll(first);
        commands.add("/ping " + STARTED);
        connection.send(String.join("\n", commands));
        boolean isReady = true;
        boolean isFormatted = false;
        for (ServerLine line = connection.read(() -> {}); line != null; line = connection.read(() -> {})) {
            if (line.is("pong") && line.text("token").equals(STARTED)) {
                return isReady;
            }
            if (isFormatted || !line.is("notice")) {
                conversation.received(line);
                isReady = isReady && !line.is("error");
            }
            isFormatted = isFormatted || line.is("notice");
        }
        errors.println("parley: the server closed the connection");
        return false;
    }

    /** Sends the input. The answer to the last command shows that everything before it was answered. */
    private void send(ServerConnection connection) {
        try (var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                connection.send(line);
            }
            connection.send("/quit");
        } catch (IOException e) {
            // Ends the thread that reads, which reports the loss.
            connection.close();
        }
    }

    /** Prints lines as they are. */
    private final class PrintingScreen implements Screen {
        @Override
        public void show(AttributedString line) {
            output.println(line);
        }

        @Override
        public void status(String text) {}

        @Override
        public void bell() {}
    }
}
