package dev.parley.session;

/** How a connection is encrypted, by the names of the TLS standards. */
public record Tls(String version, String cipher) {}
