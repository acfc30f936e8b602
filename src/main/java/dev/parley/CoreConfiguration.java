package dev.parley;

import dev.parley.account.AccountNetwork;
import dev.parley.account.Accounts;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatObserver;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Delivery;
import dev.parley.chat.EventClock;
import dev.parley.chat.EventPublisher;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.cluster.ClusterProperties;
import dev.parley.cluster.Leader;
import dev.parley.cluster.LogFollower;
import dev.parley.database.InstanceLock;
import dev.parley.database.StoredState;
import dev.parley.database.TermClock;
import dev.parley.database.Terms;
import dev.parley.history.ChatSnapshotReader;
import dev.parley.history.HistoryLog;
import dev.parley.moderation.Bans;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.TrustedProxies;
import dev.parley.net.IpNetwork;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Format;
import dev.parley.session.Drain;
import dev.parley.session.SessionContext;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionObserver;
import dev.parley.session.Sessions;
import dev.parley.session.broadcast.BroadcastService;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.AddressBans;
import dev.parley.session.port.HistoryReader;
import dev.parley.session.port.LoadSheddingHistoryReader;
import dev.parley.session.port.OperatorCommands;
import dev.parley.session.port.ReaderServices;
import dev.parley.session.port.SessionMetrics;
import dev.parley.tcp.TcpLimits;
import dev.parley.tcp.TcpSettings;
import dev.parley.tcp.TlsSettings;
import dev.parley.tcp.accept.ListenerSettings;
import dev.parley.tcp.accept.MemoryAlarm;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Wires the chat: its limits and listeners, the event loop, the sessions, and the timer (tick) of their deadlines. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    ClusterProperties.class,
    DrainProperties.class,
    LimitsProperties.class,
    SessionProperties.class,
    TcpProperties.class
})
class CoreConfiguration {
    private static final long TICK_MILLIS = 100;
    private static final long PRESENCE_MILLIS = 1_000;
    private static final long DRAIN_CHECK_MILLIS = 500;
    private static final int QUEUES_PART_OF_HEAP = 4;

    @Bean
    ChatLimits chatLimits(LimitsProperties limits) {
        return new ChatLimits(
                limits.rooms(),
                limits.roomsPerClient(),
                limits.roomMembers(),
                limits.topicLength(),
                limits.presenceMembers());
    }

    @Bean
    SessionLimits sessionLimits(LimitsProperties limits) {
        int lines = limits.linesPerSecond();
        int bytes = lines == 0 ? 0 : (int) limits.bytesPerSecond().toBytes();
        return SessionLimits.of(
                        (int) limits.queueBytes().toBytes(),
                        Runtime.getRuntime().maxMemory() / QUEUES_PART_OF_HEAP,
                        lines,
                        limits.burst(),
                        bytes)
                .withLogin(limits.loginTimeout());
    }

    @Bean
    TcpLimits tcpLimits(LimitsProperties limits) {
        return new TcpLimits(
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.connectsPerMinute(),
                limits.connectBurst(),
                exempt(limits),
                limits.lineBytes());
    }

    @Bean
    TcpSettings listeners(TcpProperties tcp, SessionProperties session) {
        boolean json = session.format() == Format.JSON;
        var plain = new ListenerSettings(
                "plain",
                "parley.tcp",
                tcp.address(),
                tcp.port(),
                tcp.loginRequired(),
                anyOf("parley.tcp.proxy-networks", tcp.proxyNetworks()),
                json);
        var tls = new ListenerSettings(
                "tls",
                "parley.tcp.tls",
                tcp.tls().address(),
                tcp.tls().port(),
                tcp.tls().loginRequired(),
                anyOf("parley.tcp.tls.proxy-networks", tcp.tls().proxyNetworks()),
                json);
        return new TcpSettings(
                plain,
                tcp.tls().bundle().isEmpty()
                        ? null
                        : TlsSettings.of(tls, tcp.tls().bundle(), tcp.tls().clientAuth()));
    }

    @Bean
    TrustedProxies proxies(TcpProperties tcp) {
        return new TrustedProxies(Stream.concat(
                        networks("parley.tcp.proxy-networks", tcp.proxyNetworks()),
                        networks("parley.tcp.tls.proxy-networks", tcp.tls().proxyNetworks()))
                .toList());
    }

    @Bean
    SocketWriters writers() {
        var writers = new SocketWriters(Thread::startVirtualThread, MonotonicClock.SYSTEM);
        writers.start();
        return writers;
    }

    @Bean
    BroadcastService broadcastService(SocketWriters writers, SessionLimits limits, SessionMetrics metrics) {
        return new BroadcastService(writers, limits, metrics, MonotonicClock.SYSTEM);
    }

    @Bean
    AccountNetwork accountNetwork(TcpProperties tcp, LimitsProperties limits) {
        return new AccountNetwork(
                tcp.tls().bundle().isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(tcp.tls().port()),
                exempt(limits));
    }

    @Bean
    EventPublisher eventPublisher(Delivery delivery, TermClock clock, ChatMetrics metrics, ChatObserver chatObserver) {
        return new EventPublisher(delivery, new EventClock(clock), metrics, chatObserver);
    }

    @Bean
    Chat chat(ChatLimits limits, EventPublisher publisher, Bans bans, Accounts accounts, Mutes mutes) {
        return new Chat(limits, publisher, bans.and(accounts), mutes, new SecureRandom());
    }

    @Bean
    ChatEventLoop chatEventLoop(Chat chat, HistoryLog historyLog, Delivery delivery) {
        return new ChatEventLoop(chat, historyLog, delivery);
    }

    @Bean
    TermLifecycle termLifecycle(
            ApplicationContext context,
            InstanceLock lock,
            Flyway flyway,
            Terms terms,
            List<StoredState> states,
            ChatStart chatStart,
            Optional<LogFollower> follower) {
        return new TermLifecycle(context, lock, flyway, terms, states, chatStart, follower);
    }

    @Bean
    ChatStart chatStart(
            ChatSnapshotReader snapshots,
            Chat chat,
            ChatEventLoop eventLoop,
            HistoryLog historyLog,
            Optional<Leader> leader) {
        return new ChatStart(snapshots, chat, eventLoop, historyLog, leader);
    }

    /** @param operatorCommands created at the first command, because the operators' actions depend on the sessions */
    @Bean
    ReaderServices readerServices(
            HistoryReader historyReader,
            MemoryAlarm memory,
            AccountAuthenticator authenticator,
            @Lazy OperatorCommands operatorCommands) {
        return new ReaderServices(
                new LoadSheddingHistoryReader(historyReader, memory::isShedding), authenticator, operatorCommands);
    }

    @Bean
    SessionContext sessionContext(
            ChatInput chatInput,
            SessionLimits limits,
            SessionMetrics metrics,
            ReaderServices services,
            SocketWriters writers) {
        return new SessionContext(chatInput, limits, metrics, services, MonotonicClock.SYSTEM, writers);
    }

    @Bean
    Sessions sessions(
            SessionContext context,
            AddressBans addressBans,
            SessionObserver observer,
            SessionProperties properties,
            TermClock clock) {
        return new Sessions(context, addressBans, observer, properties.format(), clock);
    }

    @Bean
    Drain drain(ChatInput chatInput, Sessions sessions, DrainProperties properties, InstanceLock instanceLock) {
        return new Drain(
                chatInput,
                sessions,
                properties.window(),
                instanceLock::isAwaited,
                MonotonicClock.SYSTEM,
                new SecureRandom());
    }

    /** Looks for a waiting process while the service drains, on a thread that may wait for the database. */
    @Bean
    SmartInitializingSingleton successorChecks(Drain drain, ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                drain::checkSuccessor, DRAIN_CHECK_MILLIS, DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Checks the deadlines of the sessions, the commits and the drain. Stops after the listener, whose drain needs
     * these checks.
     */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService tick(Sessions sessions, Drain drain, ChatEventLoop eventLoop) {
        var tick = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("tick").daemon().factory());
        tick.scheduleAtFixedRate(sessions::checkDeadlines, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        tick.scheduleAtFixedRate(eventLoop::checkCommit, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        tick.scheduleAtFixedRate(drain::check, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        tick.scheduleAtFixedRate(
                () -> {
                    if (eventLoop.isStarted()) {
                        eventLoop.ask(new ChatQuery.SendPresence());
                    }
                },
                PRESENCE_MILLIS,
                PRESENCE_MILLIS,
                TimeUnit.MILLISECONDS);
        return tick;
    }

    private static Predicate<InetAddress> exempt(LimitsProperties limits) {
        return anyOf("parley.limits.exempt-networks", limits.exemptNetworks());
    }

    private static Predicate<InetAddress> anyOf(String property, List<String> texts) {
        var networks = networks(property, texts).toList();
        return address -> networks.stream().anyMatch(network -> network.contains(address));
    }

    private static Stream<IpNetwork> networks(String property, List<String> texts) {
        return texts.stream().map(text -> network(property, text));
    }

    private static IpNetwork network(String property, String text) {
        return IpNetwork.of(text)
                .orElseThrow(() -> new InvalidConfigurationPropertyValueException(
                        property, text, "It must be an address or a network such as 10.0.0.0/8"));
    }
}
