package dev.parley;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.DatabaseStartupWait;
import dev.parley.database.DiskAlarm;
import dev.parley.database.OwnerOnlyPermissions;
import dev.parley.database.SqliteFileCheck;
import dev.parley.rest.security.AdminProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the one database. Its file is checked, or its server waited for, before anything uses it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {
    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(
            DataSourceProperties properties, @Value("${parley.data-dir}") Path dataDir, AdminProperties admin)
            throws IOException {
        var file = SqliteFileCheck.of(properties.determineUrl());
        file.ifPresent(SqliteFileCheck::create);
        OwnerOnlyPermissions.warnOfOthers(Stream.concat(
                Stream.of(dataDir, admin.tokenFile()), file.stream().flatMap(SqliteFileCheck::files)));
        if (file.isPresent()) {
            file.get().check();
        } else {
            new DatabaseStartupWait(properties).await();
        }
        return properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    @Bean
    DatabaseExecutor databaseExecutor() {
        return new DatabaseExecutor();
    }

    @Bean
    DiskAlarm diskAlarm(DataSourceProperties properties) {
        return DiskAlarm.of(SqliteFileCheck.of(properties.determineUrl())
                .map(SqliteFileCheck::folder)
                .orElse(null));
    }
}
