package dev.parley.tcp;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * @param address the address to listen at
 * @param port the port to listen at; 0 for any free one
 * @param connections at most so many connections; one more is told {@code server-full} and closed
 * @param connectionsPerAddress at most so many from one address (IPv6: one /64); one more is told
 *     {@code too-many-connections} and closed
 * @param exempt the addresses without that limit
 * @param lineBytes a line has at most so many bytes; a longer one is dropped, {@code line-too-long}
 */
public record TcpLimits(
        InetAddress address,
        int port,
        int connections,
        int connectionsPerAddress,
        Predicate<InetAddress> exempt,
        int lineBytes) {}
