package dev.parley.moderation;

import dev.parley.chat.Sequence;
import dev.parley.session.Sessions;
import dev.parley.session.Time;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bans in the database. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {
    private static final long TIDIED_EVERY_SECONDS = 10;

    @Bean
    @DependsOnDatabaseInitialization
    Bans bans(DataSource dataSource) {
        return new Bans(new BanStore(dataSource), InstantSource.system(), Time.SYSTEM);
    }

    @Bean
    Moderator moderator(Bans bans, Sessions sessions, Sequence sequence) {
        return new Moderator(bans, sessions, sequence);
    }

    @Bean
    SmartInitializingSingleton banTidying(Bans bans, ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                bans::tidy, TIDIED_EVERY_SECONDS, TIDIED_EVERY_SECONDS, TimeUnit.SECONDS);
    }
}
