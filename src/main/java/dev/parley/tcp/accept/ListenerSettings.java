package dev.parley.tcp.accept;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Where a listener listens.
 *
 * @param name as operators see it
 * @param properties what the names of its properties begin with
 * @param port 0 for any free one
 * @param loginRequired whether only those may be there who have logged in
 * @param proxies from where connections begin with a header of the PROXY protocol
 * @param json whether a connection starts with the JSON format, in which a refusal is then sent too
 */
public record ListenerSettings(
        String name,
        String properties,
        InetAddress address,
        int port,
        boolean loginRequired,
        Predicate<InetAddress> proxies,
        boolean json) {}
