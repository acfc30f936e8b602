package dev.parley.tcp;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * @param connections at most so many connections; one more is told {@code server-full} and closed
 * @param connectionsPerAddress at most so many from one address (IPv6: one /64); one more is told
 *     {@code too-many-connections} and closed
 * @param connectsPerMinute above this rate, after the burst, an address is told {@code too-many-connections}; 0 for any
 * @param connectBurst so many connect at once
 * @param exempt the addresses without these limits
 * @param lineBytes a line has at most so many bytes; a longer one is dropped, {@code line-too-long}
 */
public record TcpLimits(
        int connections,
        int connectionsPerAddress,
        int connectsPerMinute,
        int connectBurst,
        Predicate<InetAddress> exempt,
        int lineBytes) {}
