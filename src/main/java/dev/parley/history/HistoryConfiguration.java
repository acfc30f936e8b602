package dev.parley.history;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.WriteBudget;
import dev.parley.session.SessionLimits;
import dev.parley.session.port.HistoryReader;
import dev.parley.session.port.Mailboxes;
import dev.parley.time.MonotonicClock;
import dev.parley.time.TrustedClock;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Configures the history in the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistoryProperties.class)
class HistoryConfiguration {
    /** Connections that are kept for the writer, housekeeping, accounts, and operators' actions and streams. */
    private static final int NOT_FOR_READERS = 8;

    private static final long PRUNE_INTERVAL_SECONDS = 60;

    /**
     * One each for pruning messages, pruning activity and the full-text index, which may wait for the budget for
     * minutes, and one for all other work.
     */
    private static final int HOUSEKEEPING_THREADS = 4;

    private static final long INDEX_INTERVAL_SECONDS = 1;

    /**
     * Divisor of a client's queue size. The result limits the text of one history reply, which takes up to half of the
     * queue as escaped JSON.
     */
    private static final int QUEUE_PARTS = 8;

    @Bean
    @DependsOnDatabaseInitialization
    ChatEventStore eventStore(HikariDataSource dataSource) {
        return new ChatEventStore(dataSource, Math.max(1, dataSource.getMaximumPoolSize() - NOT_FOR_READERS));
    }

    @Bean
    @DependsOnDatabaseInitialization
    RoomStore roomStore(DataSource dataSource) {
        return new RoomStore(JdbcClient.create(dataSource));
    }

    @Bean
    RoomLifeStore lifeStore(ChatEventStore store) {
        return store.lives();
    }

    @Bean
    @DependsOnDatabaseInitialization
    IdempotencyKeyStore keyedStore(DataSource dataSource) {
        return new IdempotencyKeyStore(JdbcClient.create(dataSource));
    }

    @Bean
    @DependsOnDatabaseInitialization
    ResumableSessionStore resumableSessionStore(DataSource dataSource) {
        return new ResumableSessionStore(JdbcClient.create(dataSource));
    }

    @Bean
    HistoryLog historyLog(ChatEventStore store, HistoryProperties properties, HistoryMetrics metrics) {
        return new HistoryLog(
                store,
                properties.mode(),
                metrics,
                MonotonicClock.SYSTEM,
                InstantSource.system(),
                HistoryLog.COMMIT_TIMEOUT);
    }

    @Bean
    ReplySizeLimit answerSize(SessionLimits limits) {
        return new ReplySizeLimit(limits.queueBytes() / QUEUE_PARTS);
    }

    @Bean
    HistoryReader historyReader(
            ChatEventStore store, HistoryLog historyLog, HistoryProperties properties, ReplySizeLimit size) {
        return properties.mode() == HistoryMode.OFF
                ? HistoryReader.NONE
                : new JdbcHistoryReader(store, historyLog, size, InstantSource.system());
    }

    @Bean
    DirectMessageStore directMessageStore(ChatEventStore store) {
        return store.directMessages();
    }

    @Bean
    Mailboxes mailboxes(DirectMessageStore store, HistoryLog historyLog, ReplySizeLimit size) {
        return new JdbcMailboxes(store, historyLog, size);
    }

    @Bean
    MessageArchive archive(ChatEventStore store, HistoryLog historyLog, DatabaseExecutor database) {
        return new MessageArchive(store, historyLog, database);
    }

    @Bean
    DatabaseBackup backup(DataSource dataSource, HistoryLog historyLog, DatabaseExecutor database) throws IOException {
        return new DatabaseBackup(dataSource, historyLog, database);
    }

    @Bean
    TrustedClock trustedClock(ChatEventStore store) {
        InstantSource clock = InstantSource.system();
        return new TrustedClock(
                clock, MonotonicClock.SYSTEM, store.pruner().reached().orElseGet(clock::instant));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService housekeeping(
            ChatEventStore store,
            HistoryLog historyLog,
            HistoryProperties properties,
            TrustedClock trustedClock,
            WriteBudget writeBudget) {
        var housekeeping = new Housekeeping(store, historyLog, properties, trustedClock, writeBudget);
        var executor = Executors.newScheduledThreadPool(
                HOUSEKEEPING_THREADS,
                Thread.ofPlatform().name("housekeeping-", 0).daemon().factory());
        executor.scheduleWithFixedDelay(
                housekeeping::prune, PRUNE_INTERVAL_SECONDS, PRUNE_INTERVAL_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(
                housekeeping::index, INDEX_INTERVAL_SECONDS, INDEX_INTERVAL_SECONDS, TimeUnit.SECONDS);
        return executor;
    }
}
