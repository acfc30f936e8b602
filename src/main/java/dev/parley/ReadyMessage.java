package dev.parley;

import dev.parley.rest.security.TokenFile;
import dev.parley.tcp.ListenerLifecycle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Shows, as the last output of a start, how to connect. People get a block of text without the prefix of a log line. If
 * programs read the log, the same is one event of the log.
 */
@Component
class ReadyMessage {
    private static final Logger log = LoggerFactory.getLogger(ParleyApplication.class);
    private static final String READY = "Parley is ready.";
    private static final int WIDTH = 80;
    /** Most addresses of this machine that are shown; a machine with containers may have many. */
    private static final int MAX_ADDRESSES = 3;

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
        Map<String, List<String>> entries = entries(environment.getRequiredProperty("local.server.port"));
        if (!isReadByPeople(environment)) {
            log.info("{}", line(entries));
        } else if (log.isInfoEnabled()) {
            System.out.writeBytes(block(entries).getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    /** Whether the log is the text that Spring Boot writes by default; other formats allow no line without theirs. */
    private static boolean isReadByPeople(Environment environment) {
        return !StringUtils.hasText(environment.getProperty("logging.structured.format.console"))
                && !StringUtils.hasText(environment.getProperty("logging.config"))
                && environment.getProperty("logging.console.enabled", Boolean.class, true);
    }

    private Map<String, List<String>> entries(String restPort) {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        entries.put(
                "Chat",
                reachable(tcp.address()).stream()
                        .map(address -> "nc " + text(address) + " " + chat.port())
                        .toList());
        chat.tlsPort()
                .ifPresent(port -> entries.put(
                        "TLS",
                        reachable(tcp.tls().address()).stream()
                                .map(address -> "openssl s_client -quiet -connect " + host(address) + ":" + port)
                                .toList()));
        String scheme = Ssl.isEnabled(rest.getSsl()) ? "https" : "http";
        List<String> api = reachable(rest.getAddress()).stream()
                .map(address -> scheme + "://" + host(address) + ":" + restPort)
                .toList();
        entries.put("REST", api);
        entries.put("Console", List.of(api.getFirst() + "/console/"));
        entries.put("Token", List.of(tokenFile.path().toString()));
        return entries;
    }

    static String block(Map<String, List<String>> entries) {
        var block = new StringBuilder("\n" + READY + "\n\n");
        entries.forEach((label, values) -> {
            String margin = "  %-9s".formatted(label + ":");
            for (String value : values) {
                boolean fits = margin.length() + value.length() <= WIDTH;
                block.append(fits ? margin : margin.stripTrailing() + "\n  ")
                        .append(value)
                        .append('\n');
                margin = " ".repeat(margin.length());
            }
        });
        return block.append('\n').toString();
    }

    static String line(Map<String, List<String>> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining(" · ", READY + " ", ""));
    }

    /**
     * Returns the addresses at which clients reach a listener.
     *
     * @param address the listener's own; null for all addresses
     */
    private static List<InetAddress> reachable(@Nullable InetAddress address) {
        if (address != null && !address.isAnyLocalAddress()) {
            return List.of(address);
        }
        try {
            List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .filter(ReadyMessage::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
            return shown(addresses);
        } catch (SocketException e) {
            return shown(List.of());
        }
    }

    /** Returns a few of a machine's addresses that others can use, IPv4 first; loopback if there are none. */
    static List<InetAddress> shown(List<InetAddress> addresses) {
        List<InetAddress> shown = addresses.stream()
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .limit(MAX_ADDRESSES)
                .toList();
        return shown.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : shown;
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + text(address) + "]" : text(address);
    }

    /** Returns the address without the interface that Java adds to it, which only a link-local address needs. */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 || address.isLinkLocalAddress() ? text : text.substring(0, zone);
    }
}
