package dev.parley.moderation;

import static dev.parley.moderation.Targets.network;
import static dev.parley.moderation.Targets.nick;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.Nick;
import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of bans over a restart, and when the database does not take them. */
class StoredBansTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeClock clock = new FakeClock();
    private HikariDataSource dataSource;
    private RestrictionStore store;
    private Bans bans;

    @BeforeEach
    void open(@TempDir Path folder) {
        dataSource = TestDatabase.SQLITE_IN_MEMORY.open(folder);
        store = RestrictionStore.ofBans(new ReadRefusingDataSource(dataSource), dataSource);
        bans = new Bans(store, clock, clock);
        bans.load();
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void storedBansApplyAfterARestart() {
        Restriction name = ban(nick("Troll"), "spam", Duration.ofDays(1).plusNanos(1));
        Restriction from = ban(network("10.0.0.0/8"), "flood", null);
        Restriction gone = ban(nick("reformed"), "spam", null);
        assertThat(bans.store()).isTrue();
        bans.remove(gone.id());
        assertThat(bans.store()).isTrue();

        restart();

        assertThat(bans.after(null).limit(10)).containsExactly(name, from);
        assertThat(bans.refusal(new Nick("tROLL"), null)).isPresent();
        assertThat(bans.refusal(new Nick("reformed"), null)).isEmpty();
        assertThat(banned("10.0.0.1")).isTrue();
    }

    @Test
    void banExpiresOnTimeAlsoAfterARestart() {
        ban(nick("troll"), "spam", HOUR);
        bans.store();
        clock.advance(HOUR.dividedBy(2));
        clock.stepWallClock(HOUR.dividedBy(2).minusMillis(1));

        restart();
        assertThat(bans.refusal(new Nick("troll"), null)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(bans.refusal(new Nick("troll"), null)).isEmpty();

        restart();
        assertThat(bans.refusal(new Nick("troll"), null)).isEmpty();
        assertThat(bans.bans()).isZero();
    }

    @Test
    void expiredBansAreDeletedFromTheDatabase() {
        ban(nick("troll"), "spam", HOUR);
        ban(nick("other"), "spam", HOUR);
        Restriction stays = ban(network("10.0.0.0/8"), "spam", HOUR.plusMillis(1));
        bans.store();
        clock.advance(HOUR);

        bans.removeExpired();
        assertThat(store.all()).containsExactly(stays);

        clock.advance(Duration.ofMillis(1));
        restart();
        bans.removeExpired();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void unstoredBanTakesEffectAndIsStoredOnceTheDatabaseRecovers() {
        Restriction before = ban(nick("before"), "spam", null);
        bans.store();

        breakTable();
        Restriction ban = ban(nick("troll"), "spam", null);
        bans.remove(before.id());
        assertThat(bans.store()).isFalse();
        bans.removeExpired();
        assertThat(bans.refusal(new Nick("troll"), null)).isPresent();
        assertThat(bans.after(null).limit(10)).containsExactly(ban);

        mendTable();
        assertThat(store.all()).containsExactly(before);
        bans.removeExpired();
        assertThat(store.all()).containsExactly(ban);
    }

    @Test
    void unstoredChangesCountAgainstTheBanLimit() {
        breakTable();
        for (int i = 0; i < Bans.MAX_RESTRICTIONS; i++) {
            bans.remove(ban(nick("n" + i), "spam", null).id());
        }

        assertThat(bans.add(nick("one-more"), "spam", null, "token")).isEmpty();

        mendTable();
        bans.store();
        assertThat(bans.add(nick("one-more"), "spam", null, "token")).isPresent();
    }

    @Test
    void banIdsGrowAfterARestartWithAnEarlierClock() {
        Restriction first = ban(nick("troll"), "spam", null);
        bans.store();
        clock.stepWallClock(Duration.ofDays(-1));
        restart();

        Restriction second = ban(nick("other"), "spam", null);

        assertThat(bans.after(null).limit(10)).containsExactly(first, second);
    }

    private void restart() {
        clock.restart();
        bans = new Bans(store, clock, clock);
        bans.load();
    }

    private void breakTable() {
        JdbcClient.create(dataSource).sql("ALTER TABLE ban RENAME TO broken").update();
    }

    private void mendTable() {
        JdbcClient.create(dataSource).sql("ALTER TABLE broken RENAME TO ban").update();
    }

    private Restriction ban(Target target, String reason, Duration duration) {
        return bans.add(target, reason, duration, "token").orElseThrow();
    }

    private boolean banned(String address) {
        return bans.banned(InetAddress.ofLiteral(address)).isPresent();
    }
}
