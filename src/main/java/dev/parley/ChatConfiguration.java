package dev.parley;

import dev.parley.admin.TokenFile;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.ChatMetrics;
import dev.parley.chat.Ids;
import dev.parley.chat.Sequence;
import dev.parley.session.BroadcastService;
import dev.parley.session.Drain;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionMetrics;
import dev.parley.session.Sessions;
import dev.parley.session.Time;
import dev.parley.tcp.ListenerSettings;
import dev.parley.tcp.Listeners;
import dev.parley.tcp.TcpLimits;
import dev.parley.tcp.TlsSettings;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Wires the chat: limits and the token from the properties, the one sequence, the sessions and their tick. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {
    private static final long TICK_MILLIS = 100;
    private static final int QUEUES_PART_OF_HEAP = 4;

    @Bean
    ChatLimits chatLimits(ParleyProperties properties) {
        var limits = properties.limits();
        return new ChatLimits(limits.rooms(), limits.roomsPerClient(), limits.roomMembers(), limits.topicLength());
    }

    @Bean
    SessionLimits sessionLimits(ParleyProperties properties) {
        var limits = properties.limits();
        int lines = limits.linesPerSecond();
        int bytes = lines == 0 ? 0 : (int) limits.bytesPerSecond().toBytes();
        return SessionLimits.of(
                (int) limits.queueBytes().toBytes(),
                Runtime.getRuntime().maxMemory() / QUEUES_PART_OF_HEAP,
                lines,
                limits.burst(),
                bytes);
    }

    @Bean
    TcpLimits tcpLimits(ParleyProperties properties) {
        var limits = properties.limits();
        return new TcpLimits(
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.connectsPerMinute(),
                limits.connectBurst(),
                anyOf(limits.exemptNetworks()),
                limits.lineBytes());
    }

    @Bean
    Listeners listeners(ParleyProperties properties) {
        var tcp = properties.tcp();
        var plain = new ListenerSettings("plain", "parley.tcp", tcp.address(), tcp.port());
        var tls = new ListenerSettings(
                "tls", "parley.tcp.tls", tcp.tls().address(), tcp.tls().port());
        return new Listeners(
                plain,
                tcp.tls().bundle().isEmpty()
                        ? null
                        : TlsSettings.of(tls, tcp.tls().bundle(), tcp.tls().clientAuth()));
    }

    @Bean
    BroadcastService broadcastService(SessionLimits limits, SessionMetrics metrics) {
        return new BroadcastService(limits, metrics, Time.SYSTEM);
    }

    @Bean
    Sequence sequence(ChatLimits limits, BroadcastService delivery, ChatMetrics metrics) {
        var chat = new Chat(limits, delivery, metrics, InstantSource.system(), new SecureRandom());
        var sequence = new Sequence(chat, new Ids(InstantSource.system()), delivery);
        sequence.start();
        return sequence;
    }

    @Bean
    Sessions sessions(Sequence sequence, SessionLimits limits, SessionMetrics metrics, ParleyProperties properties) {
        return new Sessions(
                sequence,
                limits,
                metrics,
                properties.session().format(),
                InstantSource.system(),
                Time.SYSTEM,
                Thread::startVirtualThread);
    }

    @Bean
    Drain drain(Sequence sequence, Sessions sessions, SessionLimits limits) {
        return new Drain(sequence, sessions, limits);
    }

    /** Ends after the listener, whose drain needs it. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService tick(Sessions sessions) {
        var tick = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("tick").daemon().factory());
        tick.scheduleAtFixedRate(sessions::checkDeadlines, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return tick;
    }

    @Bean
    TokenFile tokenFile(ParleyProperties properties) {
        return TokenFile.at(properties.admin().tokenFile());
    }

    private static Predicate<InetAddress> anyOf(List<String> networks) {
        var matchers = networks.stream().map(ChatConfiguration::network).toList();
        return address -> matchers.stream().anyMatch(network -> network.matches(withoutZone(address)));
    }

    /** An IPv6 address may name the interface it was reached by, which is no part of a network. */
    private static String withoutZone(InetAddress address) {
        return address.getHostAddress().split("%", 2)[0];
    }

    private static IpAddressMatcher network(String network) {
        try {
            return new IpAddressMatcher(network);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley.limits.exempt-networks", network, "It must be an address or a network such as 10.0.0.0/8");
        }
    }
}
