package dev.parley.webhook;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.activity.ActivityLog;
import dev.parley.database.TermClock;
import dev.parley.database.WriteBudget;
import dev.parley.database.WriterDataSource;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the webhooks, their HTTP client, and when their dispatchers start and stop. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {
    private static final long LOOKUP_THREAD_SECONDS = 10;

    @Bean
    Webhooks webhooks(
            WriterDataSource writer,
            HikariDataSource dataSource,
            ActivityLog activity,
            WebhookHttpClient http,
            WebhookMetrics metrics,
            WriteBudget writeBudget,
            TermClock clock) {
        var store = new WebhookStore(writer, dataSource);
        return new Webhooks(new WebhookContext(
                activity,
                store,
                http,
                WebhookRetries.DEFAULT,
                metrics,
                new EventIds(clock),
                clock,
                MonotonicClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble(),
                new Semaphore(1),
                writeBudget));
    }

    @Bean
    WebhookHttpClient webhookHttpClient(WebhookProperties properties) {
        return new WebhookHttpClient(
                new PublicAddressResolver(properties, lookUps(), WebhookRetries.DEFAULT.timeout()),
                SSLContext::getDefault);
    }

    /**
     * Returns the executor of host name lookups. It has one thread for each webhook and a few for requests that create
     * one; further lookups are refused.
     */
    private static ThreadPoolExecutor lookUps() {
        return new ThreadPoolExecutor(
                0,
                Webhooks.MAX_WEBHOOKS + 4,
                LOOKUP_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("look-up-", 0).daemon().factory());
    }

    /**
     * Starts and stops the dispatchers. They stop after the last events are stored; events not sent by then are sent
     * after the next start.
     */
    @Bean
    SmartLifecycle sending(Webhooks webhooks) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
                webhooks.start();
            }

            @Override
            public void stop() {
                running = false;
                webhooks.stop();
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return Integer.MAX_VALUE - 2;
            }
        };
    }
}
