package dev.parley.moderation;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.ChatInput;
import dev.parley.database.InstanceLock;
import dev.parley.database.TermClock;
import dev.parley.database.WriterDataSource;
import dev.parley.session.Sessions;
import dev.parley.time.MonotonicClock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures bans and mutes in the database. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {
    private static final long TIDY_INTERVAL_SECONDS = 10;

    @Bean
    Bans bans(WriterDataSource writer, HikariDataSource dataSource, TermClock clock) {
        return new Bans(RestrictionStore.ofBans(writer, dataSource), clock, MonotonicClock.SYSTEM);
    }

    @Bean
    Mutes mutes(WriterDataSource writer, HikariDataSource dataSource, TermClock clock) {
        return new Mutes(RestrictionStore.ofMutes(writer, dataSource), clock, MonotonicClock.SYSTEM);
    }

    @Bean
    ModerationService moderationService(Bans bans, Mutes mutes, Sessions sessions, ChatInput chatInput) {
        return new ModerationService(bans, mutes, sessions, chatInput);
    }

    @Bean
    ImpactPreview impactPreview(ModerationService moderation, TrustedProxies proxies) {
        return new ImpactPreview(moderation, proxies);
    }

    @Bean
    SmartInitializingSingleton restrictionTidying(
            List<RestrictionRegistry> registries, InstanceLock instanceLock, ScheduledExecutorService housekeeping) {
        return () -> registries.forEach(registry -> housekeeping.scheduleWithFixedDelay(
                instanceLock.whileWriter(registry::removeExpired),
                TIDY_INTERVAL_SECONDS,
                TIDY_INTERVAL_SECONDS,
                TimeUnit.SECONDS));
    }
}
