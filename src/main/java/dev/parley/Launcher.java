package dev.parley;

import dev.parley.terminal.ChatCommand;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Entry of the packaged jar: starts the server, or the terminal client for the argument {@code chat}. It is compiled for Java 17 like Spring Boot's loader, so that an older Java than Parley
 * needs can say so. It uses no class that is compiled for Parley's own version before the check.
 */
final class Launcher {
    private static final int REQUIRED = 25;
    private static final String CHAT = "chat";

    private Launcher() {}

    public static void main(String[] args) {
        if (!isSupported(Runtime.version(), System.err)) {
            System.exit(1);
        }
        if (args.length > 0 && args[0].equals(CHAT)) {
            ChatCommand.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            ParleyApplication.main(args);
        }
    }

    static boolean isSupported(Runtime.Version version, PrintStream errors) {
        if (version.feature() >= REQUIRED) {
            return true;
        }
        errors.println("Parley needs Java " + REQUIRED + " or newer, but " + System.getProperty("java.home")
                + " is Java " + version.feature() + ": install a JDK " + REQUIRED
                + ", and start Parley with its bin/java.");
        return false;
    }
}
