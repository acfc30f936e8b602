package dev.parley.session.port;

/**
 * Services that a client's reader calls for commands that the chat cannot answer alone. They may block, so no other
 * thread may call them.
 */
public record ReaderServices(
        HistoryReader historyReader, AccountAuthenticator authenticator, OperatorCommands operatorCommands) {
    public static final ReaderServices NONE =
            new ReaderServices(HistoryReader.NONE, AccountAuthenticator.NONE, OperatorCommands.NONE);
}
