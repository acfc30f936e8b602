package dev.parley.session;

import dev.parley.net.Network;
import java.net.InetAddress;
import java.time.Instant;

/**
 * Where a session came from, and when.
 *
 * @param from the address as operators read it; kept, as each event of the client has it
 */
record Origin(InetAddress address, String from, String listener, Instant connectedAt) {
    static Origin of(Connection connection, Instant connectedAt) {
        InetAddress address = connection.address();
        return new Origin(address, Network.text(address), connection.listener(), connectedAt);
    }
}
