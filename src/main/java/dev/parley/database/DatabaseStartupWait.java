package dev.parley.database;

import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.StringUtils;

/**
 * Waits until a database server is available, and checks its database. Until then, the start does not continue and no
 * port is open.
 */
public final class DatabaseStartupWait {
    private static final Logger log = LoggerFactory.getLogger(DatabaseStartupWait.class);
    private static final Duration MIN_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    /**
     * Classes of SQLSTATE with temporary errors: no connection, too many connections, and a server that is starting or
     * stopping. Waiting does not help against other errors, such as wrong credentials.
     */
    private static final List<String> PASSING = List.of("08", "53", "57");

    /**
     * Exceptions in these classes: the server refuses the connection, or speaks another protocol. Waiting does not
     * help.
     */
    private static final List<String> LASTING = List.of("08004", "08P01");

    private static final String CONNECTION_FAILURE = "08006";

    private final SimpleDriverDataSource dataSource;
    private final String property;
    private final String url;
    private final int pool;

    /**
     * @param pool most connections of the pool
     * @param sessionsUrl URL of the sessions that hold locks; empty for that of the pool
     */
    public DatabaseStartupWait(DataSourceProperties properties, int pool, String sessionsUrl) {
        this.pool = pool;
        dataSource = properties
                .initializeDataSourceBuilder()
                .type(SimpleDriverDataSource.class)
                .build();
        var patience = new Properties();
        patience.setProperty("loginTimeout", "5");
        dataSource.setConnectionProperties(patience);
        if (!sessionsUrl.isEmpty()) {
            dataSource.setUrl(sessionsUrl);
        }
        property = sessionsUrl.isEmpty() ? "spring.datasource.url" : "parley.cluster.url";
        url = (sessionsUrl.isEmpty() ? properties.determineUrl() : sessionsUrl).split("[?]")[0];
    }

    /** Returns the lock on the database. It is not taken yet. */
    public ExclusiveLock lock() {
        return new AdvisoryLock(dataSource);
    }

    /**
     * Returns when the server answers. Refuses the start if waiting cannot help, or if Parley cannot use the database.
     */
    public void await() {
        for (Duration wait = MIN_DELAY; !isThere(wait); wait = longer(wait)) {
            rest(wait);
        }
    }

    private boolean isThere(Duration wait) {
        try (Connection connection = dataSource.getConnection()) {
            PostgresCheck.of(connection).problem(pool).ifPresent(problem -> {
                throw refused(problem);
            });
            if (!PostgresCheck.keepsSessions(dataSource)) {
                throw refused("A pooler in transaction mode is between Parley and the server:"
                        + " name the server itself, or a pooler in session mode");
            }
            new AdvisoryLock(dataSource).foreignOwner().ifPresent(owner -> {
                throw refused("Its lock for Parley in this schema is held by " + owner
                        + ": end that session, or use another database");
            });
            return true;
        } catch (SQLException e) {
            if (!isPassing(e)) {
                throw refused(firstLine(e));
            }
            log.warn("Database {} is unavailable, retrying in {} s: {}", url, wait.toSeconds(), firstLine(e));
            return false;
        }
    }

    private static boolean isPassing(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(error);
        // The driver reports this state without a cause only if the certificate is for another host.
        boolean isCertificate = cause instanceof GeneralSecurityException
                || cause instanceof FileNotFoundException
                || cause == error && state.equals(CONNECTION_FAILURE);
        return PASSING.stream().anyMatch(state::startsWith) && !LASTING.contains(state) && !isCertificate;
    }

    private static String firstLine(SQLException error) {
        String line = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return StringUtils.trimTrailingCharacter(line, '.');
    }

    private InvalidConfigurationPropertyValueException refused(String reason) {
        return new InvalidConfigurationPropertyValueException(property, url, reason);
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(MAX_DELAY) < 0 ? twice : MAX_DELAY;
    }

    /**
     * Sleeps, or fails when the process is stopped. The caller joins a sleeping thread, because Spring interrupts a
     * starting thread only while that thread waits without a time limit.
     */
    static void rest(Duration wait) {
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
