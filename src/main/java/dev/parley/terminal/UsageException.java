package dev.parley.terminal;

/** Wrong option, argument or entry of the configuration file. The message is shown to the user. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
