package dev.parley.history;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.InstanceLock;
import dev.parley.database.StoredState;
import dev.parley.database.TermClock;
import dev.parley.database.WriteBudget;
import dev.parley.database.WriterDataSource;
import dev.parley.session.SessionLimits;
import dev.parley.session.port.HistoryReader;
import dev.parley.session.port.Mailboxes;
import dev.parley.time.MonotonicClock;
import dev.parley.time.TrustedClock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

/** Configures the history in the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistoryProperties.class)
class HistoryConfiguration {
    private static final Logger log = LoggerFactory.getLogger(HistoryConfiguration.class);

    /** Connections that are kept for the writer, housekeeping, accounts, and operators' actions and streams. */
    private static final int NOT_FOR_READERS = 8;

    private static final long PRUNE_INTERVAL_SECONDS = 60;

    /**
     * One each for pruning messages, pruning activity and the full-text index, which may wait for the budget for
     * minutes, and one for all other work.
     */
    private static final int HOUSEKEEPING_THREADS = 4;

    private static final Duration UNLIMITED = Duration.ofDays(10_000);

    private static final long INDEX_INTERVAL_SECONDS = 1;

    /**
     * Divisor of a client's queue size. The result limits the text of one history reply, which takes up to half of the
     * queue as escaped JSON.
     */
    private static final int QUEUE_PARTS = 8;

    @Bean
    ChatEventStore eventStore(
            WriterDataSource writer, HikariDataSource dataSource, ObjectProvider<CommitParticipant> participant) {
        return new ChatEventStore(
                writer,
                dataSource,
                Math.max(1, dataSource.getMaximumPoolSize() - NOT_FOR_READERS),
                participant.getIfAvailable(() -> CommitParticipant.NONE));
    }

    @Bean
    HistoryLog historyLog(
            ChatEventStore store,
            HistoryProperties properties,
            HistoryMetrics metrics,
            TermClock clock,
            WriterDataSource writer,
            ObjectProvider<CommitParticipant> participant) {
        // With replicas, nothing may be delivered that is not stored, so a commit is tried until it succeeds.
        boolean isPatient = participant.stream().findAny().isPresent();
        Duration patience = isPatient ? UNLIMITED : HistoryLog.COMMIT_TIMEOUT;
        Runnable heartbeat = isPatient ? () -> ignoringFailures(writer) : writer::heartbeat;
        return new HistoryLog(store, properties.mode(), metrics, MonotonicClock.SYSTEM, clock, patience, heartbeat);
    }

    /** Keeps the lock if it can; a failure shows in the next commit. */
    private static void ignoringFailures(WriterDataSource writer) {
        try {
            writer.heartbeat();
        } catch (DataAccessException e) {
            log.debug("The lock cannot be kept now", e);
        }
    }

    @Bean
    ReplySizeLimit answerSize(SessionLimits limits) {
        return new ReplySizeLimit(limits.queueBytes() / QUEUE_PARTS);
    }

    @Bean
    HistoryReader historyReader(
            ChatEventStore store,
            HistoryLog historyLog,
            HistoryProperties properties,
            ReplySizeLimit size,
            TermClock clock) {
        return properties.mode() == HistoryMode.OFF
                ? HistoryReader.NONE
                : new JdbcHistoryReader(store, historyLog, size, clock);
    }

    @Bean
    ChatSnapshotReader chatSnapshotReader(ChatEventStore store, HistoryLog historyLog, TermClock clock) {
        return new ChatSnapshotReader(store, historyLog, clock);
    }

    @Bean
    Mailboxes mailboxes(ChatEventStore store, HistoryLog historyLog, ReplySizeLimit size) {
        return new JdbcMailboxes(store.directMessages(), historyLog, size);
    }

    @Bean
    MessageArchive archive(ChatEventStore store, HistoryLog historyLog, DatabaseExecutor database) {
        return new MessageArchive(store, historyLog, database);
    }

    @Bean
    DatabaseBackup backup(HikariDataSource dataSource, HistoryLog historyLog, DatabaseExecutor database) {
        return new DatabaseBackup(dataSource, historyLog, database);
    }

    @Bean
    TrustedClock trustedClock(TermClock clock) {
        return new TrustedClock(clock, MonotonicClock.SYSTEM, clock.instant());
    }

    @Bean
    StoredState reachedTime(ChatEventStore store, TrustedClock trustedClock) {
        return () -> store.pruner().reached().ifPresent(trustedClock::reached);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService housekeeping(
            ChatEventStore store,
            HistoryLog historyLog,
            HistoryProperties properties,
            TrustedClock trustedClock,
            WriteBudget writeBudget,
            InstanceLock instanceLock) {
        var housekeeping = new Housekeeping(store, historyLog, properties, trustedClock, writeBudget);
        var executor = Executors.newScheduledThreadPool(
                HOUSEKEEPING_THREADS,
                Thread.ofPlatform().name("housekeeping-", 0).daemon().factory());
        executor.scheduleWithFixedDelay(
                instanceLock.whileWriter(housekeeping::prune),
                PRUNE_INTERVAL_SECONDS,
                PRUNE_INTERVAL_SECONDS,
                TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(
                instanceLock.whileWriter(housekeeping::index),
                INDEX_INTERVAL_SECONDS,
                INDEX_INTERVAL_SECONDS,
                TimeUnit.SECONDS);
        return executor;
    }
}
