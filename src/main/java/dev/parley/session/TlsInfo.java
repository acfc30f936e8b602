package dev.parley.session;

/** How a connection is encrypted, by the names of the TLS standards. */
public record TlsInfo(String version, String cipher) {}
