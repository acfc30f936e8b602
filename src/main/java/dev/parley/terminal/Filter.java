package dev.parley.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jline.utils.AttributedString;

/** Client without a terminal, for scripts: sends each line of the input, and prints each message. */
final class Filter {
    private final InputStream input;
    private final PrintStream output;
    private final PrintStream errors;

    Filter(InputStream input, PrintStream output, PrintStream errors) {
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /** Runs until the end of the input and the last answer, or until the connection is lost; returns the exit status. */
    int run(Connector connector) throws IOException {
        var conversation =
                new Conversation(new PrintingScreen(), new LineRenderer(Clock.systemDefaultZone(), false, false));
        try (ServerConnection connection = connector.connect()) {
            connection.send("/format json");
            ServerLine line = connection.read();
            if (line != null && !line.is("notice")) {
                conversation.received(line);
            }
            Thread.ofPlatform().daemon().name("input").start(() -> send(connection));
            while (line != null) {
                line = connection.read();
                if (line != null) {
                    conversation.received(line);
                }
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
