package dev.parley.tcp;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Limits of the listeners.
 *
 * @param connections most connections; one more is rejected, {@code server-full}
 * @param connectionsPerAddress most connections from one address (IPv6: one /64); one more is rejected,
 *     {@code too-many-connections}
 * @param connectsPerMinute connections per minute from one address after the burst; one more is rejected,
 *     {@code too-many-connections}; 0 for no limit
 * @param connectBurst connections from one address at once
 * @param exempt addresses without these limits
 * @param lineBytes most bytes of a line; a longer one is dropped, {@code line-too-long}
 */
public record TcpLimits(
        int connections,
        int connectionsPerAddress,
        int connectsPerMinute,
        int connectBurst,
        Predicate<InetAddress> exempt,
        int lineBytes) {}
