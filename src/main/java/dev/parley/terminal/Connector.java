package dev.parley.terminal;

import java.io.IOException;

/** Opens connections to the server of the options. */
interface Connector {
    /**
     * @throws UntrustedServerException if the server's certificate is not trusted
     * @throws IOException if no connection is possible now
     */
    ServerConnection connect() throws IOException;
}
