package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import java.util.List;

/**
 * Networks of proxies that connect on behalf of other clients. A ban of a proxy bans everyone who connects through it.
 */
public record TrustedProxies(List<IpNetwork> networks) {}
