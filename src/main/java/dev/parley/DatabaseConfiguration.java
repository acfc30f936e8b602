package dev.parley;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.DatabaseStartupWait;
import dev.parley.database.DiskAlarm;
import dev.parley.database.ExclusiveDataSource;
import dev.parley.database.ExclusiveLock;
import dev.parley.database.InstanceLock;
import dev.parley.database.OwnerOnlyPermissions;
import dev.parley.database.SqliteFileCheck;
import dev.parley.database.WriteBudget;
import dev.parley.rest.security.AdminProperties;
import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the database. Its file is checked, or its server is waited for, before any other bean uses it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {
    private static final String DATA_DIR = "parley.data-dir";
    private static final String URL = "spring.datasource.url";

    /** Parts of a path that would have another meaning in the database URL, which contains the path. */
    private static final Pattern SPECIAL = Pattern.compile("[?#]|:memory:|mode=memory|^:resource:|^file:");

    /**
     * Time to wait until another instance releases a PostgreSQL database. The server notices within 15 s that the
     * machine of that instance is gone. A file needs no wait, because the operating system ends its lock with the
     * process.
     */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(20);

    private static final int FAILED = 1;

    /** Takes the lock on the database before anything reads it, and releases it last. */
    @Bean
    InstanceLock instanceLock(DataSourceProperties properties, @Value("${parley.data-dir}") String dataDir)
            throws SQLException {
        checkPath(dataDir);
        String url = properties.determineUrl();
        var file = SqliteFileCheck.of(url);
        if (file.isPresent()) {
            boolean isInDataDir = file.get().folder().equals(Path.of(dataDir).toAbsolutePath());
            String property = isInDataDir ? DATA_DIR : URL;
            Object value = isInDataDir ? dataDir : file.get().path();
            return acquired(file.get().create(property, value), property, value, Duration.ZERO);
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new InvalidConfigurationPropertyValueException(
                    URL,
                    url.split("[?]")[0],
                    "It must be a file, as by default, or a PostgreSQL, jdbc:postgresql://HOST/NAME");
        }
        var server = new DatabaseStartupWait(properties);
        server.await();
        return acquired(server.lock(), URL, url.split("[?]")[0], LOCK_TIMEOUT);
    }

    private static void checkPath(String dataDir) {
        if (dataDir.isBlank() || SPECIAL.matcher(dataDir).find()) {
            throw new InvalidConfigurationPropertyValueException(
                    DATA_DIR, dataDir, "It must be a path without ?, #, :memory: and file:, such as /var/lib/parley");
        }
    }

    private static InstanceLock acquired(ExclusiveLock lock, String property, Object value, Duration patience)
            throws SQLException {
        var instanceLock =
                new InstanceLock(lock, () -> Thread.ofPlatform().name("stop").start(() -> System.exit(FAILED)));
        try {
            var other = instanceLock.acquire(patience);
            if (other.isPresent()) {
                throw new InvalidConfigurationPropertyValueException(
                        property, value, other.get() + " uses it: stop that one first, or give each its own");
            }
            return instanceLock;
        } catch (IOException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, SqliteFileCheck.problem(e));
        }
    }

    @Bean
    WriteBudget writeBudget() {
        return new WriteBudget(MonotonicClock.SYSTEM);
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(
            DataSourceProperties properties,
            @Value("${parley.data-dir}") Path dataDir,
            AdminProperties admin,
            InstanceLock instanceLock)
            throws IOException {
        var file = SqliteFileCheck.of(properties.determineUrl());
        OwnerOnlyPermissions.warnOfOthers(Stream.concat(
                Stream.of(dataDir, admin.tokenFile()), file.stream().flatMap(SqliteFileCheck::files)));
        if (file.isPresent()) {
            file.get().check();
        }
        var dataSource = properties
                .initializeDataSourceBuilder()
                .type(ExclusiveDataSource.class)
                .build();
        dataSource.requireLock(instanceLock);
        return dataSource;
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
