package dev.parley;

import java.io.PrintStream;

/**
 * Entry of the packaged jar. It is compiled for Java 17 like Spring Boot's loader, so that an older Java than Parley
 * needs can say so. It uses no class that is compiled for Parley's own version before the check.
 */
final class Launcher {
    private static final int REQUIRED = 25;

    private Launcher() {}

    public static void main(String[] args) {
        if (!isSupported(Runtime.version(), System.err)) {
            System.exit(1);
        }
        ParleyApplication.main(args);
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
