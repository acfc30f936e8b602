package dev.parley.cluster;

import dev.parley.chat.port.Client;
import java.net.InetAddress;

/** A client of any replica, as the leader knows it. */
record RemoteClient(String id, InetAddress address, String addressText, String listener) implements Client {}
