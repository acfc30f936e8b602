package dev.parley.tcp;

import dev.parley.tcp.accept.ListenerSettings;
import org.jspecify.annotations.Nullable;

/** @param tls null for no TLS listener */
public record TcpSettings(ListenerSettings plain, @Nullable TlsSettings tls) {}
