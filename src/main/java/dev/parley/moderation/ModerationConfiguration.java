package dev.parley.moderation;

import dev.parley.chat.Sequence;
import dev.parley.session.Sessions;
import dev.parley.time.Time;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bans and mutes in the database. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {
    private static final long TIDIED_EVERY_SECONDS = 10;

    @Bean
    @DependsOnDatabaseInitialization
    Bans bans(DataSource dataSource) {
        return new Bans(SanctionStore.ofBans(dataSource), InstantSource.system(), Time.SYSTEM);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Mutes mutes(DataSource dataSource) {
        return new Mutes(SanctionStore.ofMutes(dataSource), InstantSource.system(), Time.SYSTEM);
    }

    @Bean
    Moderator moderator(Bans bans, Mutes mutes, Sessions sessions, Sequence sequence) {
        return new Moderator(bans, mutes, sessions, sequence);
    }

    @Bean
    Foresight foresight(Moderator moderator, Proxies proxies) {
        return new Foresight(moderator, proxies);
    }

    @Bean
    SmartInitializingSingleton ledgerTidying(List<Ledger> ledgers, ScheduledExecutorService housekeeping) {
        return () -> ledgers.forEach(ledger -> housekeeping.scheduleWithFixedDelay(
                ledger::tidy, TIDIED_EVERY_SECONDS, TIDIED_EVERY_SECONDS, TimeUnit.SECONDS));
    }
}
