package dev.parley.session.port;

import dev.parley.protocol.BanNotice;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Bans of addresses. Safe for any thread; called once or twice for each connection, and MUST NOT block. */
public interface AddressBans {
    AddressBans NONE = new AddressBans() {};

    /** Returns the ban of this address; empty if the address is not banned. */
    default Optional<BanNotice> banned(InetAddress address) {
        return Optional.empty();
    }

    /** Bans an address for a while; has no effect if the address is already banned. */
    default void ban(InetAddress address, String reason, Duration duration) {}

    /** Number of all bans in force, not only those of addresses. */
    default int bans() {
        return 0;
    }
}
