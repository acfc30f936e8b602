package dev.parley.audit;

import dev.parley.database.DatabaseExecutor;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the audit in the database. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    @DependsOnDatabaseInitialization
    AuditLog audit(DataSource dataSource, DatabaseExecutor database) {
        return new AuditLog(dataSource, database, InstantSource.system());
    }
}
