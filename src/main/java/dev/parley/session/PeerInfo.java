package dev.parley.session;

import dev.parley.net.IpNetwork;
import java.net.InetAddress;
import java.time.Instant;

/**
 * Origin of a session and time of its connection.
 *
 * @param from the address as operators see it; cached, because each event of the client includes it
 */
record PeerInfo(InetAddress address, String from, String listener, Instant connectedAt) {
    static PeerInfo of(Connection connection, Instant connectedAt) {
        InetAddress address = connection.address();
        return new PeerInfo(address, IpNetwork.text(address), connection.listener(), connectedAt);
    }
}
