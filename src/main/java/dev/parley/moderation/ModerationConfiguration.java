package dev.parley.moderation;

import dev.parley.chat.ChatEventLoop;
import dev.parley.session.Sessions;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures bans and mutes in the database. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {
    private static final long TIDY_INTERVAL_SECONDS = 10;

    @Bean
    @DependsOnDatabaseInitialization
    Bans bans(DataSource dataSource) {
        return new Bans(RestrictionStore.ofBans(dataSource), InstantSource.system(), MonotonicClock.SYSTEM);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Mutes mutes(DataSource dataSource) {
        return new Mutes(RestrictionStore.ofMutes(dataSource), InstantSource.system(), MonotonicClock.SYSTEM);
    }

    @Bean
    ModerationService moderationService(Bans bans, Mutes mutes, Sessions sessions, ChatEventLoop eventLoop) {
        return new ModerationService(bans, mutes, sessions, eventLoop);
    }

    @Bean
    ImpactPreview impactPreview(ModerationService moderation, TrustedProxies proxies) {
        return new ImpactPreview(moderation, proxies);
    }

    @Bean
    SmartInitializingSingleton restrictionTidying(
            List<RestrictionRegistry> registries, ScheduledExecutorService housekeeping) {
        return () -> registries.forEach(registry -> housekeeping.scheduleWithFixedDelay(
                registry::removeExpired, TIDY_INTERVAL_SECONDS, TIDY_INTERVAL_SECONDS, TimeUnit.SECONDS));
    }
}
