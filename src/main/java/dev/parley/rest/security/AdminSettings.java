package dev.parley.rest.security;

import java.util.Set;

/**
 * What an operator may change of the REST API.
 *
 * @param hosts names, in lower case, that it goes by beside localhost and addresses
 * @param requestsPerSecond of each caller, after a burst of twice that; 0 for no limit
 * @param roleClaim where in a token of the issuer its role is; dots lead into it
 */
public record AdminSettings(Set<String> hosts, int requestsPerSecond, String roleClaim) {}
