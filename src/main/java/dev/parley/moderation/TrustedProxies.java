package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import java.util.List;

/** From where connections come that are for others: to ban one of these is to ban all who come through it. */
public record TrustedProxies(List<IpNetwork> networks) {}
