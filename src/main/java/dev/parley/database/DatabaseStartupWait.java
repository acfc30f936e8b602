package dev.parley.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Waits for a database server that is not available yet: until then the start does not continue, and no port is open.
 */
public final class DatabaseStartupWait {
    private static final Logger log = LoggerFactory.getLogger(DatabaseStartupWait.class);
    private static final Duration MIN_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    /** Errors that waiting does not cure: wrong credentials, and no such database. SQL:2023, classes of SQLSTATE. */
    private static final String[] LASTING = {"28", "3D"};

    private final SimpleDriverDataSource dataSource;
    private final String url;

    public DatabaseStartupWait(DataSourceProperties properties) {
        dataSource = properties
                .initializeDataSourceBuilder()
                .type(SimpleDriverDataSource.class)
                .build();
        var patience = new Properties();
        patience.setProperty("loginTimeout", "5");
        dataSource.setConnectionProperties(patience);
        url = properties.determineUrl().split("[?]")[0];
    }

    public void await() {
        for (Duration wait = MIN_DELAY; !isThere(wait); wait = longer(wait)) {
            rest(wait);
        }
    }

    private boolean isThere(Duration wait) {
        try (Connection connection = dataSource.getConnection()) {
            return connection != null;
        } catch (SQLException e) {
            for (String lasting : LASTING) {
                if (String.valueOf(e.getSQLState()).startsWith(lasting)) {
                    throw new InvalidConfigurationPropertyValueException("spring.datasource.url", url, e.getMessage());
                }
            }
            log.warn("Database {} is unavailable, retrying in {} s: {}", url, wait.toSeconds(), e.getMessage());
            return false;
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(MAX_DELAY) < 0 ? twice : MAX_DELAY;
    }

    /** Sleeps, or fails when the process is stopped. Spring interrupts a start only if it waits without a limit. */
    private static void rest(Duration wait) {
        try {
            Thread.ofVirtual().start(() -> sleep(wait)).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Stopped while waiting for the database", e);
        }
    }

    private static void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
