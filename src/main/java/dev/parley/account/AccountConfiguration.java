package dev.parley.account;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.TermClock;
import dev.parley.database.WriterDataSource;
import dev.parley.session.port.Mailboxes;
import dev.parley.time.MonotonicClock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures accounts in the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountProperties.class)
class AccountConfiguration {
    @Bean
    AccountStore accountStore(WriterDataSource writer, HikariDataSource dataSource) {
        return new AccountStore(writer, dataSource);
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
            Mailboxes mailboxes,
            TermClock clock,
            ObjectProvider<AccountChanges> changes) {
        var accounts = new Accounts(store, passwords, properties, network, mailboxes, MonotonicClock.SYSTEM, clock);
        changes.ifAvailable(accounts::sendChanges);
        return accounts;
    }
}
