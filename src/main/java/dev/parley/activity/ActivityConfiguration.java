package dev.parley.activity;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.InstanceLock;
import dev.parley.database.TermClock;
import dev.parley.database.WriteBudget;
import dev.parley.database.WriterDataSource;
import dev.parley.time.MonotonicClock;
import dev.parley.time.TrustedClock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the log of activity in the database, and its followers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ActivityProperties.class)
class ActivityConfiguration {
    private static final long FLUSH_INTERVAL_MILLIS = 100;
    private static final long PRUNE_INTERVAL_SECONDS = 60;

    @Bean(destroyMethod = "")
    ActivityLog activityLog(
            WriterDataSource writer,
            HikariDataSource dataSource,
            DatabaseExecutor database,
            ActivityProperties properties,
            TermClock clock) {
        return new ActivityLog(
                new ActivityStore(writer, dataSource, database),
                properties.retentionAge(),
                properties.retentionSize().toBytes(),
                clock,
                MonotonicClock.SYSTEM);
    }

    @Bean
    RecentDisconnects recentDisconnects(TermClock clock) {
        return new RecentDisconnects(clock);
    }

    @Bean
    ActivityRecorder activityRecorder(ActivityLog activity, RecentDisconnects recentDisconnects, TermClock clock) {
        return new ActivityRecorder(activity, recentDisconnects, clock);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService eventTick(ActivityLog activity) {
        var tick = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("events").daemon().factory());
        tick.scheduleWithFixedDelay(
                activity::tick, FLUSH_INTERVAL_MILLIS, FLUSH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return tick;
    }

    /** Prunes in the background, where a wait for the budget delays no event. */
    @Bean
    SmartInitializingSingleton eventPruning(
            ActivityLog activity,
            TrustedClock trustedClock,
            WriteBudget writeBudget,
            InstanceLock instanceLock,
            ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                instanceLock.whileWriter(() -> activity.prune(trustedClock.now(), writeBudget)),
                PRUNE_INTERVAL_SECONDS,
                PRUNE_INTERVAL_SECONDS,
                TimeUnit.SECONDS);
    }

    /**
     * Stops the log after all clients have left the chat, so that their leave events are still stored and sent. The log
     * stops before the web server, because the web server waits for followers.
     */
    @Bean
    SmartLifecycle lastEvents(ActivityLog activity, InstanceLock instanceLock) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
                if (instanceLock.isStarted()) {
                    activity.started();
                }
            }

            @Override
            public void stop() {
                running = false;
                activity.close();
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return Integer.MAX_VALUE - 1;
            }
        };
    }
}
