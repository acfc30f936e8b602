package dev.parley;

import dev.parley.rest.security.TokenFile;
import dev.parley.tcp.ListenerLifecycle;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Logs the last line of a start, which shows how to connect. */
@Component
class ReadyMessage {
    private static final Logger log = LoggerFactory.getLogger(ParleyApplication.class);

    private final TcpProperties tcp;
    private final ListenerLifecycle chat;
    private final ServerProperties rest;
    private final TokenFile tokenFile;

    ReadyMessage(TcpProperties tcp, ListenerLifecycle chat, ServerProperties rest, TokenFile tokenFile) {
        this.tcp = tcp;
        this.chat = chat;
        this.rest = rest;
        this.tokenFile = tokenFile;
    }

    @Order
    @EventListener
    void started(ApplicationReadyEvent ready) {
        var environment = ready.getApplicationContext().getEnvironment();
        log.info(
                "Chat: nc {} {}{} · REST http://{}:{} · token in {}",
                tcp.address().getHostAddress(),
                chat.port(),
                tls(),
                host(rest.getAddress()),
                environment.getProperty("local.server.port"),
                tokenFile.path());
    }

    private String tls() {
        var port = chat.tlsPort();
        return port.isPresent()
                ? " · TLS: openssl s_client -quiet -connect " + host(tcp.tls().address()) + ":" + port.getAsInt()
                : "";
    }

    /** @param address null for all addresses */
    private static String host(@Nullable InetAddress address) {
        if (address == null) {
            return "0.0.0.0";
        }
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host + "]" : host;
    }
}
