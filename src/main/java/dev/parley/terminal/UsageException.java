package dev.parley.terminal;

/** Wrong option, argument or entry of the configuration file, or one that does not fit the server. The message is shown to the user. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
