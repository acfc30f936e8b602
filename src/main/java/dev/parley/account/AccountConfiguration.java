package dev.parley.account;

import dev.parley.session.port.Mailboxes;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures accounts in the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountProperties.class)
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
    Accounts accounts(
            AccountStore store,
            PasswordHasher passwords,
            AccountProperties properties,
            AccountNetwork network,
            Mailboxes mailboxes) {
        return new Accounts(
                store, passwords, properties, network, mailboxes, MonotonicClock.SYSTEM, InstantSource.system());
    }
}
