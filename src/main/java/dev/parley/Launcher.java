package dev.parley;

import dev.parley.terminal.ChatCommand;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Entry of the packaged jar: starts the server, or the terminal client for the argument {@code chat}. It is compiled
 * for Java 17 like Spring Boot's loader, so that an older Java than Parley needs can say so. It uses no class that is
 * compiled for Parley's own version before the check.
 */
final class Launcher {
    private static final int REQUIRED = 25;
    private static final String CHAT = "chat";
    private static final int WRONG_USAGE = 2;
    private static final String USAGE = """
            java -jar parley.jar [--PROPERTY=VALUE ...]   starts the server; application.yml lists the properties
            java -jar parley.jar chat [OPTIONS]           starts the terminal client; chat --help lists the options
            """;

    private Launcher() {}

    public static void main(String[] args) {
        if (!isSupported(Runtime.version(), System.err)) {
            System.exit(1);
        }
        String first = args.length == 0 ? "" : args[0];
        if (first.equals(CHAT)) {
            ChatCommand.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (first.equals("--help") || first.equals("-h")) {
            System.out.print(USAGE);
        } else if (!first.isEmpty() && !first.startsWith("--")) {
            System.err.println("Parley has no command " + first + ".");
            System.err.print(USAGE);
            System.exit(WRONG_USAGE);
        } else {
            ParleyApplication.main(args);
        }
    }

    static boolean isSupported(Runtime.Version version, PrintStream errors) {
        if (version.feature() >= REQUIRED) {
            return true;
        }
        errors.println("Parley needs Java " + REQUIRED + " or newer, but " + System.getProperty("java.home")
                + " is Java " + version.feature() + ": start it with the bin/java of a JDK " + REQUIRED
                + ", or by bin/parley of a release, which finds an installed one.");
        return false;
    }
}
