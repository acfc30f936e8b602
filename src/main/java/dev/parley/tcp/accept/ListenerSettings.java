package dev.parley.tcp.accept;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Settings of a listener.
 *
 * @param name as operators see it
 * @param properties prefix of the names of the listener's properties
 * @param port 0 for any free port
 * @param loginRequired whether clients must log in before they enter the chat
 * @param proxies sources of connections that begin with a header of the PROXY protocol
 * @param json whether a connection starts with the JSON format; a rejection then has this format too
 */
public record ListenerSettings(
        String name,
        String properties,
        InetAddress address,
        int port,
        boolean loginRequired,
        Predicate<InetAddress> proxies,
        boolean json) {}
