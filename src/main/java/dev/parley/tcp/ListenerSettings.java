package dev.parley.tcp;

import java.net.InetAddress;

/**
 * Where a listener listens.
 *
 * @param name as operators see it
 * @param properties what the names of its properties begin with
 * @param port 0 for any free one
 */
public record ListenerSettings(String name, String properties, InetAddress address, int port) {}
