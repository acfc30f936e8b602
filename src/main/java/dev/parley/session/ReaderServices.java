package dev.parley.session;

/**
 * Services that a client's reader calls for commands that the chat cannot answer alone. They may block, so nobody else calls
 * them.
 */
public record ReaderServices(Recall recall, Logins logins, Operators operators) {
    public static final ReaderServices NONE = new ReaderServices(Recall.NONE, Logins.NONE, Operators.NONE);
}
