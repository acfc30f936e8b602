package dev.parley.terminal;

import dev.parley.terminal.SocketConnector.TrustAnswer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Starts the terminal client: {@code java -jar parley.jar chat}. */
public final class ChatCommand {
    static final int OK = 0;
    static final int LOST = 1;
    static final int USAGE = 2;
    static final int UNTRUSTED = 3;

    private ChatCommand() {}

    public static void main(String[] arguments) {
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), output, System.err));
    }

    private static int run(List<String> arguments, PrintStream output, PrintStream errors) {
        UserFolders folders = UserFolders.of(
                System.getenv(),
                System.getProperty("os.name").startsWith("Windows"),
                Path.of(System.getProperty("user.home")));
        if (arguments.contains("--help") || arguments.contains("-h")) {
            output.printf(Options.USAGE, folders.configuration());
            return OK;
        }
        try {
            Options options = Options.parse(arguments, folders.configuration());
            return System.console() != null && System.console().isTerminal()
                    ? inTerminal(options, folders)
                    : filter(options, folders, output, errors);
        } catch (UsageException e) {
            errors.println("parley: " + e.getMessage());
            errors.println("Try --help.");
            return USAGE;
        } catch (UntrustedServerException e) {
            errors.println("parley: " + e.getMessage());
            return UNTRUSTED;
        } catch (IOException e) {
            errors.println("parley: " + e.getMessage());
            return LOST;
        }
    }

    private static int inTerminal(Options options, UserFolders folders) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .encoding(StandardCharsets.UTF_8)
                // Asked for later: JLine would lose what was typed before.
                .graphemeCluster(false)
                .build()) {
            boolean isColored = System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                    && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
            return new InteractiveChat(options, folders, terminal, isColored).run();
        } catch (IllegalStateException e) {
            if (isStopping()) {
                return LOST;
            }
            throw e;
        }
    }

    /** Whether a signal ends the process. JLine closes the terminal then, which the chat notices by an exception. */
    private static boolean isStopping() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static int filter(Options options, UserFolders folders, PrintStream output, PrintStream errors)
            throws IOException {
        if (options.account() != null) {
            throw new UsageException("without a terminal the password cannot be asked for; send /login NAME PASSWORD");
        }
        var connector = new SocketConnector(
                options,
                new KnownCertificates(folders.certificates()),
                (server, certificate, problem, fingerprint) -> TrustAnswer.NOT_ASKED);
        var first = new ArrayList<String>();
        if (options.nick() != null) {
            first.add("/nick " + options.nick());
        }
        if (options.room() != null) {
            first.add("/join " + options.room());
        }
        return new Filter(System.in, output, errors).run(connector, first);
    }
}
