package dev.parley.session;

import dev.parley.net.IpNetwork;
import java.net.InetAddress;
import java.time.Instant;

/**
 * Where a session came from, and when.
 *
 * @param from the address as operators read it; kept, as each event of the client has it
 */
record PeerInfo(InetAddress address, String from, String listener, Instant connectedAt) {
    static PeerInfo of(Connection connection, Instant connectedAt) {
        InetAddress address = connection.address();
        return new PeerInfo(address, IpNetwork.text(address), connection.listener(), connectedAt);
    }
}
