package dev.parley.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.account.AccountChanges;
import dev.parley.account.Accounts;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.database.InstanceLock;
import dev.parley.database.TermClock;
import dev.parley.database.Terms;
import dev.parley.history.HistoryMode;
import dev.parley.history.HistoryProperties;
import dev.parley.moderation.RestrictionRegistry;
import dev.parley.session.SessionObserver;
import dev.parley.session.Sessions;
import dev.parley.session.broadcast.BroadcastService;
import dev.parley.session.port.OperatorCommands;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Configures this process as one of several replicas, which leads or follows. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("parley.cluster.enabled")
class ClusterConfiguration {
    private static final int FAILED = 1;

    @Bean
    DatabaseSessions databaseSessions(
            DataSourceProperties properties, ClusterProperties cluster, HistoryProperties history) {
        check(properties, history);
        var server = properties
                .initializeDataSourceBuilder()
                .type(SimpleDriverDataSource.class)
                .build();
        if (!cluster.url().isEmpty()) {
            server.setUrl(cluster.url());
        }
        var patience = new Properties();
        patience.setProperty("loginTimeout", "5");
        server.setConnectionProperties(patience);
        return new DatabaseSessions(server);
    }

    private static void check(DataSourceProperties properties, HistoryProperties history) {
        if (!properties.determineUrl().startsWith("jdbc:postgresql:")) {
            throw refused("Several replicas need one PostgreSQL database: set spring.datasource.url");
        }
        if (history.mode() != HistoryMode.DURABLE) {
            throw refused("Several replicas need parley.history.mode=durable, because they deliver what is stored");
        }
    }

    private static InvalidConfigurationPropertyValueException refused(String reason) {
        return new InvalidConfigurationPropertyValueException("parley.cluster.enabled", true, reason);
    }

    @Bean
    LeaderMembers leaderMembers() {
        return new LeaderMembers();
    }

    @Bean
    ChatLogCodec chatLogCodec(LeaderMembers members) {
        return new ChatLogCodec(members::find);
    }

    @Bean
    LogNotifier logNotifier(DatabaseSessions sessions) {
        return new LogNotifier(sessions);
    }

    @Bean
    ChatLog chatLog(Terms terms, TermClock clock) {
        return new ChatLog(terms.token(), clock);
    }

    @Bean
    @Primary
    ChatLogWriter chatLogWriter(
            ChatLog log,
            ChatLogCodec codec,
            LeaderMembers members,
            LogNotifier notifier,
            Terms terms,
            InstanceLock instanceLock) {
        return new ChatLogWriter(log, codec, members, notifier::stored, () -> {
            terms.fail();
            stop(instanceLock);
        });
    }

    @Bean
    FollowedMembers followedMembers() {
        return new FollowedMembers();
    }

    @Bean
    @Primary
    CommandOutbox commandOutbox(ChatLogCodec codec, DatabaseSessions sessions, FollowedMembers members) {
        return new CommandOutbox(codec, sessions, members);
    }

    @Bean
    ReplicaSession replicaSession(
            DatabaseSessions sessions, HikariDataSource pool, TermClock clock, ObjectProvider<BuildProperties> build) {
        return new ReplicaSession(
                sessions,
                pool,
                clock,
                Optional.ofNullable(build.getIfAvailable())
                        .map(BuildProperties::getVersion)
                        .orElse(""));
    }

    @Bean
    LocalClients localClients(Sessions sessions, List<RestrictionRegistry> restrictions, InstanceLock instanceLock) {
        return new LocalClients(sessions, restrictions, instanceLock::isStarted);
    }

    @Bean
    LogFollower logFollower(
            ReplicaSession session,
            ChatLogCodec codec,
            FollowedMembers members,
            BroadcastService delivery,
            CommandOutbox outbox,
            LocalClients sessions,
            InstanceLock instanceLock) {
        return new LogFollower(session, codec, members, delivery, outbox, sessions, () -> stop(instanceLock));
    }

    /**
     * Stops this process after a failure. Another replica can lead at once, while the clients of this one are
     * disconnected.
     */
    private static void stop(InstanceLock instanceLock) {
        Thread.ofPlatform().name("stop").start(() -> {
            instanceLock.close();
            System.exit(FAILED);
        });
    }

    @Bean
    LeaderServices leaderServices(
            Accounts accounts,
            @Qualifier("operatorCommandExecutor") OperatorCommands operatorCommands,
            @Qualifier("activityRecorder") SessionObserver observer) {
        return new LeaderServices(accounts, operatorCommands, observer);
    }

    @Bean
    AccountChanges accountChanges(CommandOutbox outbox) {
        return change -> outbox.request(new FollowerCommand.AccountChangeAsked(change), Boolean.class);
    }

    @Bean
    @Primary
    OperatorCommands leaderOperatorCommands(
            CommandOutbox outbox, @Qualifier("operatorCommandExecutor") OperatorCommands operatorCommands) {
        return new LeaderOperatorCommands(outbox, operatorCommands);
    }

    @Bean
    CommandInbox commandInbox(
            DatabaseSessions sessions,
            ChatLogCodec codec,
            LeaderMembers members,
            ChatLogWriter writer,
            ChatEventLoop eventLoop,
            LeaderServices services,
            List<RestrictionRegistry> restrictions) {
        var input = eventLoop.followers();
        restrictions.forEach(registry -> registry.onStored(
                () -> input.ask(new ChatQuery.LastId(), answer -> writer.restrictionsChanged(), () -> {})));
        return new CommandInbox(sessions, codec, members, writer, input, services);
    }

    @Bean
    Leader leader(
            HikariDataSource pool,
            ChatLogCodec codec,
            ChatLog log,
            ChatLogWriter writer,
            LeaderMembers members,
            CommandInbox inbox,
            LogNotifier notifier) {
        return new Leader(new LeaderStart(pool, codec), log, writer, members, inbox, notifier);
    }
}
