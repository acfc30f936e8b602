package dev.parley.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the followers when the log is longer. It does so on a connection of its own, because in a commit it would keep
 * others from notifying while the commit waits for the disk. Followers that miss a notification read the log soon
 * anyway.
 */
final class LogNotifier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogNotifier.class);
    private static final long KEEP_ALIVE_SECONDS = 5;
    private static final String NOTIFY = "SELECT pg_notify('" + DatabaseSessions.LOG + "', '')";

    private final DatabaseSessions sessions;
    private final Semaphore due = new Semaphore(0);
    private volatile boolean closed;

    LogNotifier(DatabaseSessions sessions) {
        this.sessions = sessions;
    }

    void start() {
        Thread.ofPlatform().name("notifier").daemon().start(this::run);
    }

    /** Wakes the followers soon. Does not wait. */
    void stored() {
        due.release();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = sessions.open("notifier");
                    Statement statement = connection.createStatement()) {
                while (!closed) {
                    due.tryAcquire(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
                    due.drainPermits();
                    statement.execute(NOTIFY);
                }
            } catch (SQLException e) {
                log.debug("Followers cannot be notified", e);
                DatabaseSessions.rest();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                log.error("Followers cannot be notified", e);
                DatabaseSessions.rest();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        due.release();
    }
}
