package dev.parley.session;

import java.net.InetAddress;
import java.time.Instant;

/** Where a session came from, and when. */
public record Origin(InetAddress address, String listener, Instant connectedAt) {}
