package dev.parley.metrics;

import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.database.DiskAlarm;
import dev.parley.database.Terms;
import dev.parley.history.HistoryProperties;
import dev.parley.operator.ServiceStatus;
import dev.parley.session.Drain;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import dev.parley.session.port.AddressBans;
import dev.parley.tcp.TlsContext;
import dev.parley.tcp.accept.ConnectionLimiter;
import dev.parley.tcp.accept.MemoryAlarm;
import dev.parley.time.TrustedClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers every meter at the start, so that the first scrape shows them all. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    private static final Logger log = LoggerFactory.getLogger(MetricsConfiguration.class);

    @Bean
    ChatMeters chatMeters(MeterRegistry registry) {
        return new ChatMeters(registry);
    }

    @Bean
    SessionMeters sessionMeters(MeterRegistry registry, PrometheusRegistry histograms) {
        return new SessionMeters(registry, histograms);
    }

    @Bean
    TcpMeters tcpMeters(MeterRegistry registry, PrometheusRegistry histograms) {
        return new TcpMeters(registry, histograms);
    }

    @Bean
    HistoryMeters historyMeters(PrometheusRegistry histograms) {
        return new HistoryMeters(histograms);
    }

    @Bean
    AuditMeters auditMeters(MeterRegistry registry) {
        return new AuditMeters(registry);
    }

    @Bean
    WebhookMeters webhookMeters(MeterRegistry registry) {
        return new WebhookMeters(registry);
    }

    @Bean
    SessionGauges sessionGauges(Sessions sessions, Drain drain, SessionLimits limits, ConnectionLimiter limiter) {
        return new SessionGauges(sessions, drain, limits, limiter::limit);
    }

    @Bean
    Alarms alarms(MemoryAlarm memoryAlarm, DiskAlarm diskAlarm, TrustedClock trustedClock, EventLog eventLog) {
        return new Alarms(
                Map.of(
                        "memory", memoryAlarm::isRaised,
                        "disk", diskAlarm::isRaised,
                        "clock", trustedClock::isAhead,
                        "history", eventLog::isPaused),
                InstantSource.system());
    }

    @Bean
    SmartInitializingSingleton alarmChecks(Alarms alarms, ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                logging(alarms::check), 0, Alarms.CHECK_INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    @Bean
    SampledStats serviceStats(MeterRegistry registry) {
        return new SampledStats(registry, InstantSource.system());
    }

    @Bean
    SmartInitializingSingleton statsSampling(SampledStats stats, ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                logging(stats::sample), 0, SampledStats.INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /** Keeps an error of one run from ending the schedule. */
    private static Runnable logging(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.warn("A measurement failed, and is repeated: {}", e.toString());
            }
        };
    }

    @Bean
    ServiceGauges serviceGauges(
            Alarms alarms,
            EventLog eventLog,
            AddressBans addressBans,
            MutePolicy mutePolicy,
            @Nullable TlsContext tls,
            Terms terms,
            ObjectProvider<BuildProperties> build) {
        return new ServiceGauges(
                alarms.byType(),
                eventLog,
                addressBans,
                mutePolicy,
                () -> secondsUntilExpiry(tls),
                terms::current,
                version(build));
    }

    @Bean
    ServiceStatus serviceStatus(
            Sessions sessions,
            ConnectionLimiter limiter,
            ChatMeters chat,
            AddressBans addressBans,
            MutePolicy mutePolicy,
            Drain drain,
            Alarms alarms,
            HistoryProperties history,
            @Nullable TlsContext tls,
            ObjectProvider<BuildProperties> build) {
        return new CurrentStatus(
                version(build),
                InstantSource.system(),
                drain,
                () -> new ServiceStatus.Counts(
                        sessions.count(),
                        limiter.limit(),
                        chat.users(),
                        chat.rooms(),
                        addressBans.bans(),
                        mutePolicy.mutes()),
                alarms,
                history.mode(),
                () -> Optional.ofNullable(tls).map(TlsContext::expires));
    }

    /** Returns the version of the service; empty if it runs from its sources. */
    private static Optional<String> version(ObjectProvider<BuildProperties> build) {
        return Optional.ofNullable(build.getIfAvailable()).map(BuildProperties::getVersion);
    }

    /**
     * Returns the seconds until the certificate expires; NaN if there is no certificate, because every comparison with
     * NaN is false.
     */
    private static double secondsUntilExpiry(@Nullable TlsContext tls) {
        return tls == null
                ? Double.NaN
                : Duration.between(Instant.now(), tls.expires()).toSeconds();
    }
}
