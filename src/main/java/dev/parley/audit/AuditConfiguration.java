package dev.parley.audit;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.TermClock;
import dev.parley.database.WriterDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the audit in the database. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    AuditLog audit(WriterDataSource writer, HikariDataSource dataSource, DatabaseExecutor database, TermClock clock) {
        return new AuditLog(writer, dataSource, database, clock);
    }
}
