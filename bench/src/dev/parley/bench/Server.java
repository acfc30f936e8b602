package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A server that is measured.
 *
 * @param mostClients more have been seen to fail, or to take minutes; bench/README.md says why
 * @param isStoring whether a line is on disk before anyone reads it
 * @param isEncrypted whether it speaks TLS
 * @param backlog how many may be connecting at once, where the server's listen queue is short
 * @param command how it is started
 */
record Server(
        String name,
        WireProtocol dialect,
        boolean isStoring,
        boolean isEncrypted,
        int mostClients,
        int backlog,
        Command command) {
    private static final int LONG_QUEUE = 4_096;

    static Server of(String name, WireProtocol dialect, Command command) {
        return new Server(name, dialect, false, false, Integer.MAX_VALUE, LONG_QUEUE, command);
    }

    boolean hasLongQueue() {
        return backlog == LONG_QUEUE;
    }

    Server atMost(int clients) {
        return new Server(name, dialect, isStoring, isEncrypted, clients, backlog, command);
    }

    Server withBacklog(int newBacklog) {
        return new Server(name, dialect, isStoring, isEncrypted, mostClients, newBacklog, command);
    }

    Server encrypted() {
        return new Server(name, dialect, isStoring, true, mostClients, backlog, command);
    }

    Server storing() {
        return new Server(name, dialect, true, isEncrypted, mostClients, backlog, command);
    }

    /** Makes the command, and what it needs in a folder of its own. */
    interface Command {
        List<String> listeningAt(int port, Path folder) throws IOException;
    }
}
