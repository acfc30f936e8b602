package dev.parley;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one database. Its file's directory is made, and it is waited for, before anything asks for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {
    private static final String SQLITE = "jdbc:sqlite:";

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties properties) throws IOException {
        makeDirectory(properties.determineUrl());
        return properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    private static void makeDirectory(String url) throws IOException {
        if (url.startsWith(SQLITE)) {
            Path directory = Path.of(url.substring(SQLITE.length()).split("[?]")[0])
                    .toAbsolutePath()
                    .getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        }
    }
}
