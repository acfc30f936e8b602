package dev.parley.history;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.session.Mailboxes;
import dev.parley.session.Recall;
import dev.parley.session.SessionLimits;
import dev.parley.time.Time;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history in the database, where one is kept. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {
    /** Connections of the writer, of housekeeping, of accounts, and of what operators do and follow. */
    private static final int NOT_FOR_READERS = 8;

    private static final long PRUNED_EVERY_SECONDS = 60;
    private static final long INDEXED_EVERY_SECONDS = 1;

    /** What is recalled at once takes less than an eighth of a client's queue in text, and half of it as escaped JSON. */
    private static final int QUEUE_PARTS = 8;

    @Bean
    @DependsOnDatabaseInitialization
    EventStore eventStore(HikariDataSource dataSource) {
        return new EventStore(dataSource, Math.max(1, dataSource.getMaximumPoolSize() - NOT_FOR_READERS));
    }

    @Bean
    @DependsOnDatabaseInitialization
    RoomStore roomStore(DataSource dataSource) {
        return new RoomStore(JdbcClient.create(dataSource));
    }

    @Bean
    LifeStore lifeStore(EventStore store) {
        return store.lives();
    }

    @Bean
    @DependsOnDatabaseInitialization
    KeyedStore keyedStore(DataSource dataSource) {
        return new KeyedStore(JdbcClient.create(dataSource));
    }

    @Bean
    @DependsOnDatabaseInitialization
    PartingStore partingStore(DataSource dataSource) {
        return new PartingStore(JdbcClient.create(dataSource));
    }

    @Bean
    HistoryLog historyLog(EventStore store, HistoryMode mode, HistoryMetrics metrics) {
        return new HistoryLog(store, mode, metrics, Time.SYSTEM, InstantSource.system(), HistoryLog.PATIENCE);
    }

    @Bean
    AnswerSize answerSize(SessionLimits limits) {
        return new AnswerSize(limits.queueBytes() / QUEUE_PARTS);
    }

    @Bean
    Recall recall(EventStore store, HistoryLog historyLog, HistoryMode mode, AnswerSize size) {
        return mode == HistoryMode.OFF ? Recall.NONE : new Recollection(store, historyLog, size);
    }

    @Bean
    MailStore mailStore(EventStore store) {
        return store.mail();
    }

    @Bean
    Mailboxes mailboxes(MailStore store, HistoryLog historyLog, AnswerSize size) {
        return new StoredMailboxes(store, historyLog, size);
    }

    @Bean
    Archive archive(EventStore store, HistoryLog historyLog, DatabaseExecutor database) {
        return new Archive(store, historyLog, database);
    }

    @Bean
    Backup backup(DataSource dataSource, HistoryLog historyLog, DatabaseExecutor database) throws IOException {
        return new Backup(dataSource, historyLog, database);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService housekeeping(EventStore store, HistoryLog historyLog, Retention retention) {
        var housekeeping = new Housekeeping(store, historyLog, retention, InstantSource.system());
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("housekeeping").daemon().factory());
        executor.scheduleWithFixedDelay(
                housekeeping::prune, PRUNED_EVERY_SECONDS, PRUNED_EVERY_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(
                housekeeping::index, INDEXED_EVERY_SECONDS, INDEXED_EVERY_SECONDS, TimeUnit.SECONDS);
        return executor;
    }
}
