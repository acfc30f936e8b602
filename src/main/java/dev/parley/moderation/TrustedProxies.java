package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import java.util.List;

/**
 * Networks of proxies, whose connections are made for other clients: a ban of a proxy bans everyone who connects
 * through it.
 */
public record TrustedProxies(List<IpNetwork> networks) {}
