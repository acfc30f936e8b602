package dev.parley.session;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** From where nobody may connect. Asked by any thread, once or twice for each connection; MUST NOT block. */
public interface AddressBans {
    AddressBans NONE = new AddressBans() {};

    /** Why whoever has this address may not be here; empty when they may. */
    default Optional<String> banned(InetAddress address) {
        return Optional.empty();
    }

    /** Nobody may connect from there for a while; where nobody may already, nothing changes. */
    default void ban(InetAddress address, String reason, Duration duration) {}

    /** How many bans are in force, of networks and of all else. */
    default int bans() {
        return 0;
    }
}
