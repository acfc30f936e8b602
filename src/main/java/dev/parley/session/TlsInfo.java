package dev.parley.session;

/** TLS version and cipher of a connection, by the names of the TLS standards. */
public record TlsInfo(String version, String cipher) {}
