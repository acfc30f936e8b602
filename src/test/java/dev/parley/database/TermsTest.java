package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.time.FakeClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Terms on every database; the lock belongs to a session of the pool where the database is a server. */
class TermsTest extends DatabaseFixture {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final InstantSource machine = InstantSource.fixed(NOON);

    private Terms terms(TermClock clock) throws Exception {
        var instanceLock = new InstanceLock(new FreeLock(), () -> {});
        instanceLock.tryAcquire();
        return new Terms(new WriterDataSource(dataSource, instanceLock), dataSource, clock, Optional.of("1.2.3"));
    }

    private TermClock clock() {
        return new TermClock(machine, new FakeClock());
    }

    @Test
    void termEndsWhenItsProcessStops() throws Exception {
        Terms terms = terms(clock());
        assertThat(terms.current()).isZero();
        terms.begin();
        assertThat(terms.current()).isEqualTo(1);
        terms.end();
        assertThat(terms.all()).containsExactly(new Terms.Term(1, ProcessName.SELF, "1.2.3", NOON, NOON, "stopped"));
    }

    @Test
    void nextTermEndsOneThatWasLost() throws Exception {
        terms(clock()).begin();
        terms(clock()).begin();
        assertThat(terms(clock()).all())
                .extracting(Terms.Term::number, Terms.Term::endReason)
                .containsExactly(tuple(2L, null), tuple(1L, "lost"));
    }

    @Test
    void termOfAProcessThatStopsAfterAFailureIsLost() throws Exception {
        Terms terms = terms(clock());
        terms.begin();
        terms.fail();
        terms.end();
        terms(clock()).begin();
        assertThat(terms.all()).extracting(Terms.Term::endReason).containsExactly(null, "lost");
    }

    /** A lock on a server belongs to a session, and a lock on a file to none. */
    private boolean isResumed(Terms terms, String why) throws SQLException {
        if (database != TestDatabase.POSTGRESQL) {
            return terms.resume(null, why);
        }
        try (Connection session = dataSource.getConnection()) {
            return terms.resume(session, why);
        }
    }

    /** The server that has become the primary may not have the last term, and gives its number again. */
    @Test
    void termOfAnotherProcessWithTheSameNumberIsNotOurs() throws Exception {
        Terms first = terms(clock());
        first.begin();
        jdbc.sql("DELETE FROM term").update();
        terms(clock()).begin();
        assertThat(first.all().getFirst().number()).isEqualTo(1);
        assertThat(isResumed(first, "connection")).isFalse();
    }

    /** With a full disk. A term on a server must be stored. */
    @Test
    void lockIsUsedAgainByAProcessWhoseTermCouldNotBeStored() throws Exception {
        assumeThat(database).isNotEqualTo(TestDatabase.POSTGRESQL);
        terms(clock()).begin();
        Terms unstored = terms(clock());
        jdbc.sql("CREATE TRIGGER full BEFORE INSERT ON term BEGIN SELECT raise(ABORT, 'full'); END")
                .update();
        unstored.begin();
        assertThatThrownBy(() -> unstored.resume(null, "connection")).hasRootCauseInstanceOf(SQLException.class);
        jdbc.sql("DROP TRIGGER full").update();
        assertThat(unstored.resume(null, "connection")).isTrue();
        assertThat(unstored.all())
                .extracting(Terms.Term::number, Terms.Term::endReason)
                .containsExactly(tuple(2L, null), tuple(1L, "connection"));
        assertThat(unstored.resume(null, "connection")).isTrue();
        terms(clock()).begin();
        assertThat(unstored.resume(null, "connection")).isFalse();
    }

    @Test
    void onlyTheLastHundredTermsAreKept() throws Exception {
        Terms terms = terms(clock());
        IntStream.range(0, 103).forEach(number -> terms.begin());
        assertThat(terms.all()).hasSize(100);
        assertThat(terms.all().getLast().number()).isEqualTo(4);
    }

    @Test
    void lockIsUsedAgainOnlyByTheProcessWithTheLastTerm() throws Exception {
        Terms first = terms(clock());
        first.begin();
        assertThat(isResumed(first, "idle")).isTrue();
        assertThat(first.current()).isEqualTo(2);
        assertThat(first.all().getLast().endReason()).isEqualTo("idle");
        Terms second = terms(clock());
        second.begin();
        assertThat(isResumed(first, "connection")).isFalse();
    }

    @Test
    void clockOfATermContinuesFromTheTimeOfTheServer() {
        var time = new FakeClock();
        var clock = new TermClock(machine, time);
        assertThat(clock.instant()).isEqualTo(NOON);
        clock.start(NOON.minusSeconds(3_600));
        time.advance(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(3_595));
    }
}
