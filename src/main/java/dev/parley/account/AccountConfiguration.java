package dev.parley.account;

import dev.parley.session.Mailboxes;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Accounts in the database. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
    @Bean
    @DependsOnDatabaseInitialization
    AccountStore accountStore(DataSource dataSource) {
        return new AccountStore(dataSource);
    }

    @Bean
    PasswordHasher passwords() {
        return new PasswordHasher();
    }

    @Bean
    Accounts accounts(AccountStore store, PasswordHasher passwords, AccountSettings settings, Mailboxes mailboxes) {
        return new Accounts(store, passwords, settings, mailboxes, MonotonicClock.SYSTEM, InstantSource.system());
    }
}
