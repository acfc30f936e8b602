package dev.parley;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.cluster.ClusterProperties;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.DatabaseStartupWait;
import dev.parley.database.DiskAlarm;
import dev.parley.database.ExclusiveLock;
import dev.parley.database.InstanceLock;
import dev.parley.database.OwnerOnlyPermissions;
import dev.parley.database.SqliteFileCheck;
import dev.parley.database.TermClock;
import dev.parley.database.Terms;
import dev.parley.database.WriteBudget;
import dev.parley.database.WriterDataSource;
import dev.parley.rest.security.AdminProperties;
import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Configures the database. Its file is checked, or its server is waited for, before any other bean uses it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {
    private static final String DATA_DIR = "parley.data-dir";
    private static final String URL = "spring.datasource.url";

    /** Parts of a path that would have another meaning in the database URL, which contains the path. */
    private static final Pattern SPECIAL = Pattern.compile("[?#]|:memory:|mode=memory|^:resource:|^file:");

    private static final int FAILED = 1;

    /**
     * Returns the lock on the database. A file is locked before anything reads it. A server is checked, and the {@link
     * TermLifecycle} waits for its lock.
     */
    @Bean
    InstanceLock instanceLock(
            DataSourceProperties properties,
            @Value("${parley.data-dir}") String dataDir,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int poolSize,
            ClusterProperties cluster)
            throws SQLException {
        checkPath(dataDir);
        String url = properties.determineUrl();
        var file = SqliteFileCheck.of(url);
        if (file.isPresent()) {
            boolean isInDataDir = file.get().folder().equals(Path.of(dataDir).toAbsolutePath());
            String property = isInDataDir ? DATA_DIR : URL;
            Object value = isInDataDir ? dataDir : file.get().path();
            return acquired(file.get().create(property, value), property, value);
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new InvalidConfigurationPropertyValueException(
                    URL,
                    url.split("[?]")[0],
                    "It must be a file, as by default, or a PostgreSQL, jdbc:postgresql://HOST/NAME");
        }
        var server = new DatabaseStartupWait(properties, poolSize, cluster.enabled() ? cluster.url() : "");
        server.await();
        return instanceLock(server.lock());
    }

    private static InstanceLock instanceLock(ExclusiveLock lock) {
        return new InstanceLock(lock, () -> Thread.ofPlatform().name("stop").start(() -> System.exit(FAILED)));
    }

    private static void checkPath(String dataDir) {
        if (dataDir.isBlank() || SPECIAL.matcher(dataDir).find()) {
            throw new InvalidConfigurationPropertyValueException(
                    DATA_DIR, dataDir, "It must be a path without ?, #, :memory: and file:, such as /var/lib/parley");
        }
    }

    private static InstanceLock acquired(ExclusiveLock lock, String property, Object value) throws SQLException {
        var instanceLock = instanceLock(lock);
        try {
            var other = instanceLock.tryAcquire();
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

    /** @param instanceLock locks a file before the pool uses it */
    @Bean
    @Primary
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
        return properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    @Bean
    WriterDataSource writerDataSource(HikariDataSource dataSource, InstanceLock instanceLock) {
        return new WriterDataSource(dataSource, instanceLock);
    }

    @Bean
    TermClock termClock() {
        return new TermClock(InstantSource.system(), MonotonicClock.SYSTEM);
    }

    @Bean
    Terms terms(
            WriterDataSource writer,
            HikariDataSource dataSource,
            TermClock clock,
            ObjectProvider<BuildProperties> build) {
        return new Terms(
                writer,
                dataSource,
                clock,
                Optional.ofNullable(build.getIfAvailable()).map(BuildProperties::getVersion));
    }

    /** Leaves the tables as they are until this process is the writer. */
    @Bean
    FlywayMigrationStrategy migrationByWriter() {
        return flyway -> {};
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
