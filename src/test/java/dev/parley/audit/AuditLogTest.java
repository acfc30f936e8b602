package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What the audit promises, on each of the databases. */
class AuditLogTest {
    private static final AuditRecord.AuditedRequest KICK =
            new AuditRecord.AuditedRequest("token:ops", "192.0.2.7", "kick", "bob", "flooding, \"twice\"");

    @TempDir
    Path folder;

    private final DatabaseExecutor executor = new DatabaseExecutor();
    private HikariDataSource dataSource;
    private JdbcClient jdbc;
    private AuditLog audit;

    private void open(TestDatabase database) {
        dataSource = database.open(folder);
        jdbc = JdbcClient.create(dataSource);
        audit = restarted();
    }

    private AuditLog restarted() {
        return new AuditLog(
                new ReadRefusingDataSource(dataSource),
                dataSource,
                executor,
                () -> Instant.ofEpochMilli(1_792_000_000_123L));
    }

    @AfterEach
    void close() {
        executor.close();
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreFilteredByActorActionAndTarget(TestDatabase database) {
        open(database);
        audit.begin(request("token", "kick", "Bob"));
        audit.begin(request("token:ops", "kick", "bob"));
        audit.begin(request("oidc:olga (7 at https://id.example)", "ban", "bob"));
        audit.begin(request("oidc:olga-2 (8 at https://id.example)", "ban", "b%b"));

        assertThat(ids(new AuditFilter("token", null, Set.of(), false))).containsExactly(1L);
        assertThat(ids(new AuditFilter("oidc:olga", null, Set.of(), false))).containsExactly(3L);
        assertThat(ids(new AuditFilter("oidc:olga (7 at https://id.example)", null, Set.of(), false)))
                .containsExactly(3L);
        assertThat(ids(new AuditFilter("oidc:%", null, Set.of(), false))).isEmpty();
        assertThat(ids(new AuditFilter(null, AuditAction.BAN, Set.of(), false))).containsExactly(4L, 3L);
        assertThat(ids(new AuditFilter(null, null, Set.of("BOB"), false))).containsExactly(3L, 2L, 1L);
        assertThat(ids(new AuditFilter(null, AuditAction.KICK, Set.of("bob"), false)))
                .containsExactly(2L, 1L);
        assertThat(ids(new AuditFilter("token", AuditAction.BAN, Set.of("bob"), false)))
                .isEmpty();
        assertThat(audit.before(3, new AuditFilter(null, null, Set.of("bob"), false), 1))
                .extracting(AuditRecord::id)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreFoundByTheIdAndByTheNameOfTheirTarget(TestDatabase database) {
        open(database);
        audit.begin(request("token", "ban", "b_b"));
        audit.begin(request("token", "unban", AuditTarget.of("w6o1", Optional.of("B_b"))));
        audit.begin(request("token", "undo", AuditTarget.of("w6o1", Optional.empty())));
        audit.begin(request("token", "undo", AuditTarget.of("2", Optional.of("bib"))));
        audit.begin(request("token", "ban", "192.0.2.9/32"));

        assertThat(ids(new AuditFilter(null, null, Set.of("b_B"), false))).containsExactly(2L, 1L);
        assertThat(ids(new AuditFilter(null, null, Set.of("W6o1"), false))).containsExactly(3L, 2L);
        assertThat(ids(new AuditFilter(null, null, Set.of("w6o1 (B_b)"), false)))
                .containsExactly(2L);
        assertThat(ids(new AuditFilter(null, null, Set.of("bib", "192.0.2.9/32"), false)))
                .containsExactly(5L, 4L);
        assertThat(ids(new AuditFilter(null, null, Set.of("%", "ib", "w6o"), false)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachActionIsListedOnceByItsResultOrElseItsRequest(TestDatabase database) {
        open(database);
        var kick = audit.begin(request("token", "kick", "bob"));
        audit.begin(request("token", "ban", "bob"));
        audit.end(kick, "kicked bob", null, null);

        assertThat(ids(new AuditFilter(null, null, Set.of("bob"), true))).containsExactly(3L, 2L);
        assertThat(ids(new AuditFilter(null, AuditAction.KICK, Set.of(), true))).containsExactly(3L);
        assertThat(audit.before(3, new AuditFilter(null, null, Set.of(), true), 10))
                .extracting(AuditRecord::id)
                .containsExactly(2L);
    }

    private List<Long> ids(AuditFilter filter) {
        return audit.before(Long.MAX_VALUE, filter, 10).stream()
                .map(AuditRecord::id)
                .toList();
    }

    private static AuditRecord.AuditedRequest request(String actor, String action, String target) {
        return new AuditRecord.AuditedRequest(actor, "192.0.2.1", action, target, "");
    }

    @ParameterizedTest
    @EnumSource
    void resultRecordFollowsItsRequestRecord(TestDatabase database) {
        open(database);
        var begun = audit.begin(KICK);
        var ended = restarted().end(begun, "kicked bob", "{\"here\":true}", null);
        assertThat(audit.before(Long.MAX_VALUE, AuditFilter.ALL, 10)).containsExactly(ended, begun);
        assertThat(audit.find(2)).hasValue(ended);
        assertThat(audit.resultOf(begun)).hasValue(ended);
        assertThat(begun.result()).isEqualTo("begun");
        assertThat(ended)
                .returns(2L, AuditRecord::id)
                .returns(1L, AuditRecord::begun)
                .returns(KICK, AuditRecord::request)
                .returns("{\"here\":true}", AuditRecord::before);
        assertThat(restarted().verify()).isEqualTo(new AuditLog.Verified(2, null, null, ended.head()));
    }

    /** So that whoever has the records can prove them without us: computed by another program. */
    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void recordHashMatchesTheDocumentedAlgorithm(TestDatabase database) {
        open(database);
        var begun = audit.begin(KICK);
        assertThat(begun.hash()).isEqualTo("41e159a8d83220b9e8dea844b5084634638b837529b6852360472986a8daa968");
        assertThat(audit.end(begun, "done", null, "ä").hash())
                .isEqualTo("cd296dba62239f6ce8c7402011852d361c86ad7be35dea6cd51440745e136ba9");
    }

    @ParameterizedTest
    @EnumSource
    void auditLongerThanOneReadBatchIsVerified(TestDatabase database) {
        open(database);
        IntStream.range(0, 1_100).forEach(i -> audit.begin(KICK));
        assertThat(audit.verify().records()).isEqualTo(1_100);
        assertThat(audit.verify().isValid()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void auditTableRefusesUpdateAndDelete(TestDatabase database) {
        open(database);
        audit.begin(KICK);
        Stream.of("UPDATE audit SET actor = 'other'", "DELETE FROM audit")
                .forEach(change -> assertThatThrownBy(() -> jdbc.sql(change).update())
                        .isInstanceOf(DataAccessException.class)
                        .hasMessageContaining("append-only"));
    }

    @ParameterizedTest
    @EnumSource
    void auditTableRefusesToReplaceARecord(TestDatabase database) {
        open(database);
        audit.begin(KICK);
        String insert = "INTO audit SELECT id, at, 'other', address, action, target, reason, result, begun,"
                + " state_before, state_after, hash FROM audit";
        Stream<String> changes = database == TestDatabase.POSTGRESQL
                ? Stream.of("INSERT " + insert + " ON CONFLICT (id) DO UPDATE SET actor = 'other'", "TRUNCATE audit")
                : Stream.of(
                        "REPLACE " + insert,
                        "INSERT OR REPLACE " + insert,
                        "INSERT " + insert + " WHERE true ON CONFLICT (id) DO UPDATE SET actor = 'other'",
                        "UPDATE OR REPLACE audit SET actor = 'other'");
        changes.forEach(change -> assertThatThrownBy(() -> jdbc.sql(change).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("append-only"));
        assertThat(audit.verify()).returns(true, AuditLog.Verified::isValid).returns(1L, AuditLog.Verified::records);
    }

    @ParameterizedTest
    @EnumSource
    void missingOrDuplicatedHeadIsReported(TestDatabase database) {
        open(database);
        audit.begin(KICK);
        try {
            jdbc.sql("DELETE FROM audit_head").update();
            assertHeadMissing();
            jdbc.sql("INSERT INTO audit_head VALUES (1, 'a'), (1, 'b')").update();
            assertHeadMissing();
        } finally {
            jdbc.sql("DELETE FROM audit_head").update();
            jdbc.sql("INSERT INTO audit_head VALUES (0, '')").update();
        }
    }

    private void assertHeadMissing() {
        for (AuditLog each : new AuditLog[] {audit, restarted()}) {
            assertThat(each.verify())
                    .returns(false, AuditLog.Verified::isValid)
                    .returns(AuditStore.HEAD_MISSING, AuditLog.Verified::problem)
                    .returns(1L, AuditLog.Verified::records);
            assertThatThrownBy(() -> each.begin(KICK))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("audit_head");
        }
    }

    @ParameterizedTest
    @EnumSource
    void editedRecordIsDetected(TestDatabase database) {
        openToChange(database);
        jdbc.sql("UPDATE audit SET target = 'alice' WHERE id = 3").update();
        assertBrokenAt(3, 2);
    }

    @ParameterizedTest
    @EnumSource
    void removedRecordIsDetected(TestDatabase database) {
        openToChange(database);
        jdbc.sql("DELETE FROM audit WHERE id = 3").update();
        assertBrokenAt(4, 2);
    }

    @ParameterizedTest
    @EnumSource
    void reorderedRecordsAreDetected(TestDatabase database) {
        openToChange(database);
        jdbc.sql("UPDATE audit SET id = 99 WHERE id = 3").update();
        jdbc.sql("UPDATE audit SET id = 3 WHERE id = 4").update();
        jdbc.sql("UPDATE audit SET id = 4 WHERE id = 99").update();
        assertBrokenAt(3, 2);
    }

    @ParameterizedTest
    @EnumSource
    void removedLastRecordsAreDetectedAlsoAfterARestart(TestDatabase database) {
        openToChange(database);
        jdbc.sql("DELETE FROM audit WHERE id > 3").update();
        assertBrokenAt(4, 3);
    }

    /** Whoever rewrites all of it, the last hash too, is found as long as the process knows better. */
    @ParameterizedTest
    @EnumSource
    void rewrittenLastRecordAndHeadAreDetected(TestDatabase database) {
        openToChange(database);
        var before = audit.before(6, AuditFilter.ALL, 1).getFirst();
        var forged = AuditRecord.following(
                audit.before(5, AuditFilter.ALL, 1).getFirst().head(),
                before.at(),
                new AuditRecord.AuditedRequest("token", "192.0.2.1", "kick", "bob", ""),
                "begun",
                null,
                null,
                null);
        jdbc.sql("UPDATE audit SET actor = 'token', address = '192.0.2.1', reason = '', hash = ? WHERE id = 5")
                .param(forged.hash())
                .update();
        jdbc.sql("UPDATE audit_head SET hash = ?").param(forged.hash()).update();
        assertThat(audit.verify().brokenAt()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE_IN_MEMORY")
    void failedWriteLeavesNoGapInTheAuditChain(TestDatabase database) {
        open(database);
        var first = audit.begin(KICK);
        jdbc.sql("ALTER TABLE audit RENAME TO elsewhere").update();
        assertThatThrownBy(() -> audit.begin(KICK)).isInstanceOf(DataAccessException.class);
        jdbc.sql("ALTER TABLE elsewhere RENAME TO audit").update();
        audit.end(first, "failed", null, null);
        assertThat(audit.verify()).returns(true, AuditLog.Verified::isValid).returns(2L, AuditLog.Verified::records);
    }

    @Test
    void recordsRefusedByAFullExecutorDoNotBlockLaterOnes() {
        open(TestDatabase.SQLITE_FILE);
        var released = new CompletableFuture<Void>();
        List<Thread> callers = IntStream.range(0, 8 + 64)
                .mapToObj(i -> Thread.startVirtualThread(() -> executor.call(released::join)))
                .toList();
        await().until(() -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
        assertThatThrownBy(() -> audit.begin(KICK)).isInstanceOf(DatabaseExecutor.BusyException.class);
        released.complete(null);
        await().until(() -> callers.stream().noneMatch(Thread::isAlive));
        assertThat(audit.begin(KICK)).returns(1L, AuditRecord::id);
    }

    /** Whether searches are answered must not depend on how many audit records wait for the database. */
    @Test
    void waitingRecordsDoNotOccupyDatabaseThreads() throws Exception {
        open(TestDatabase.SQLITE_FILE);
        var released = new CompletableFuture<Void>();
        var blocked = new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                released.join();
                return super.getConnection();
            }
        };
        audit = new AuditLog(blocked, blocked, executor, InstantSource.system());
        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> audit.begin(KICK)))
                .toList();
        await().until(() -> callers.stream().noneMatch(caller -> caller.getState() == Thread.State.RUNNABLE));
        var search = new FutureTask<>(() -> executor.call(() -> "found"));
        Thread.startVirtualThread(search);
        assertThat(search.get(10, TimeUnit.SECONDS)).isEqualTo("found");
        released.complete(null);
        await().until(() -> callers.stream().noneMatch(Thread::isAlive));
        assertThat(audit.verify().records()).isEqualTo(8);
    }

    private void openToChange(TestDatabase database) {
        open(database);
        IntStream.range(0, 5).forEach(i -> audit.begin(KICK));
        database.letAuditBeChanged(jdbc);
    }

    private void assertBrokenAt(long id, long valid) {
        for (AuditLog each : new AuditLog[] {audit, restarted()}) {
            assertThat(each.verify())
                    .returns(false, AuditLog.Verified::isValid)
                    .returns(id, AuditLog.Verified::brokenAt)
                    .returns(valid, AuditLog.Verified::records);
        }
    }
}
