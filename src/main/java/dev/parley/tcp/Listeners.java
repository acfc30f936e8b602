package dev.parley.tcp;

import org.jspecify.annotations.Nullable;

/** @param tls null for none */
public record Listeners(ListenerSettings plain, @Nullable TlsSettings tls) {}
