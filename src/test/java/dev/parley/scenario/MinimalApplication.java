package dev.parley.scenario;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.database.DiskAlarm;
import dev.parley.database.FreeLock;
import dev.parley.database.InstanceLock;
import dev.parley.database.TermClock;
import dev.parley.database.Terms;
import dev.parley.database.WriterDataSource;
import dev.parley.history.HistoryProperties;
import dev.parley.session.Drain;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import dev.parley.session.WiredChat;
import dev.parley.session.port.AddressBans;
import dev.parley.session.port.SessionMetrics;
import dev.parley.tcp.TcpLimits;
import dev.parley.tcp.TcpSettings;
import dev.parley.tcp.TlsSettings;
import dev.parley.tcp.TlsSettings.ClientAuth;
import dev.parley.tcp.accept.ListenerSettings;
import dev.parley.time.MonotonicClock;
import dev.parley.time.TrustedClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.StringUtils;

/** The chat, its listeners and its metrics, and nothing else of the application: soon started, in any shape. */
final class MinimalApplication implements AutoCloseable {
    static final TcpLimits LIMITS = new TcpLimits(100, 100, 0, 1, address -> false, 4_096);

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final ListenerSettings PLAIN =
            new ListenerSettings("plain", "parley.tcp", HERE, 0, false, address -> false, false);

    private final ConfigurableApplicationContext context;

    /** @param properties such as those of SSL bundles */
    MinimalApplication(TcpSettings listeners, TcpLimits limits, String... properties) {
        context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext started) -> {
                    started.registerBean(TcpSettings.class, () -> listeners);
                    started.registerBean(TcpLimits.class, () -> limits);
                    TestPropertyValues.of(properties).applyTo(started);
                })
                .run();
    }

    /** A plain listener and one with TLS, with the certificate of these files. */
    static MinimalApplication withTls(
            Path certificate, TcpLimits limits, ClientAuth clientAuth, Duration handshake, String... more) {
        var tls = new ListenerSettings("tls", "parley.tcp.tls", HERE, 0, false, address -> false, false);
        var settings = new TlsSettings(tls, "chat", clientAuth, handshake);
        String[] properties = StringUtils.concatenateStringArrays(SelfSignedCertificate.bundle(certificate), more);
        return new MinimalApplication(new TcpSettings(PLAIN, settings), limits, properties);
    }

    RunningChat chat() {
        return get(RunningChat.class);
    }

    <T> T get(Class<T> part) {
        return context.getBean(part);
    }

    /** Makes the deadlines of the sessions due that are at most this far away. */
    void advance(Duration duration) {
        get(SkippingClock.class).skipped.addAndGet(duration.toNanos());
    }

    <T> Collection<T> all(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The system's clocks; the monotonic one can skip some time. */
    private static final class SkippingClock implements MonotonicClock, InstantSource {
        final AtomicLong skipped = new AtomicLong();

        @Override
        public long nanos() {
            return SYSTEM.nanos() + skipped.get();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            SYSTEM.sleep(nanos);
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    }

    /** Not a component: the tests of the whole application would find it. */
    @EnableIntegration
    @EnableConfigurationProperties(HistoryProperties.class)
    @ComponentScan({"dev.parley.tcp", "dev.parley.metrics"})
    @Import({SslAutoConfiguration.class, RunningChat.class})
    static class Parts {
        private final SessionLimits limits =
                SessionLimits.of(1 << 20, Long.MAX_VALUE, 0, 1, 0).withLogin(Duration.ofSeconds(1));

        @Bean
        SessionLimits sessionLimits() {
            return limits;
        }

        @Bean
        AddressBans sanctions() {
            return AddressBans.NONE;
        }

        @Bean
        MutePolicy speech() {
            return MutePolicy.NONE;
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        PrometheusRegistry prometheusRegistry() {
            return new PrometheusRegistry();
        }

        @Bean
        EventLog eventLog() {
            return EventLog.NONE;
        }

        @Bean
        TrustedClock trustedClock() {
            return new TrustedClock(InstantSource.system(), MonotonicClock.SYSTEM, Instant.now());
        }

        /** Without a database there is no term. */
        @Bean
        Terms terms() {
            var none = new DriverManagerDataSource();
            var writer = new WriterDataSource(none, new InstanceLock(new FreeLock(), () -> {}));
            return new Terms(
                    writer, none, new TermClock(InstantSource.system(), MonotonicClock.SYSTEM), Optional.empty());
        }

        @Bean
        DiskAlarm diskAlarm() {
            return DiskAlarm.of(null);
        }

        @Bean
        SkippingClock clock() {
            return new SkippingClock();
        }

        @Bean
        WiredChat wiredChat(SkippingClock clock, SessionMetrics sessionMetrics, ChatMetrics chatMetrics) {
            return new WiredChat.Builder()
                    .limits(limits)
                    .clock(clock)
                    .metrics(sessionMetrics)
                    .metrics(chatMetrics)
                    .writerThreads(Thread::startVirtualThread)
                    .build();
        }

        @Bean
        ChatEventLoop eventLoop(WiredChat chat) {
            chat.eventLoop().start();
            return chat.eventLoop();
        }

        @Bean
        Sessions sessions(WiredChat chat) {
            return chat.sessions();
        }

        @Bean
        Drain drain(ChatEventLoop eventLoop, Sessions sessions) {
            return new Drain(eventLoop, sessions, Duration.ZERO, () -> false, MonotonicClock.SYSTEM, new Random(1));
        }

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService tick(Sessions sessions, Drain drain, ChatEventLoop eventLoop) {
            var tick = Executors.newSingleThreadScheduledExecutor();
            tick.scheduleAtFixedRate(sessions::checkDeadlines, 100, 100, TimeUnit.MILLISECONDS);
            tick.scheduleAtFixedRate(eventLoop::checkCommit, 100, 100, TimeUnit.MILLISECONDS);
            tick.scheduleAtFixedRate(drain::check, 100, 100, TimeUnit.MILLISECONDS);
            return tick;
        }
    }
}
