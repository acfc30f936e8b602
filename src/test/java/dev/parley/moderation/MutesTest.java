package dev.parley.moderation;

import static dev.parley.moderation.Targets.network;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.port.MutePolicy;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.Nick;
import dev.parley.session.Session;
import dev.parley.time.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Nick TROLL = new Nick("troll");
    private static final Nick OTHER = new Nick("other");

    private final FakeClock clock = new FakeClock();
    private final ModerationFixture fixture = new ModerationFixture();
    private final Session session = fixture.new FakeClient("192.0.2.9").session;
    private HikariDataSource dataSource;
    private RestrictionStore store;
    private Mutes mutes;

    @BeforeEach
    void open(@TempDir Path folder) {
        dataSource = TestDatabase.SQLITE_IN_MEMORY.open(folder);
        store = RestrictionStore.ofMutes(new ReadRefusingDataSource(dataSource), dataSource);
        mutes = new Mutes(store, clock, clock);
        mutes.load();
    }

    @AfterEach
    void close() {
        dataSource.close();
        fixture.close();
    }

    @Test
    void nickMuteAppliesToTheNickAndNotToTheAccount() {
        mute(new Target.ByNick(new Nick("Troll")), null);

        assertThat(muted(TROLL, OTHER)).contains(new MutePolicy.Muted("you are muted: spam", false));
        assertThat(muted(OTHER, TROLL)).isEmpty();
    }

    @Test
    void accountMuteAppliesUnderEveryNick() {
        mute(new Target.ByAccount(TROLL), null);

        assertThat(muted(OTHER, TROLL)).isPresent();
        assertThat(muted(TROLL, null)).isEmpty();
    }

    @Test
    void networkMuteAppliesToEveryClientInTheNetwork() {
        Restriction beside = mute(network("192.0.2.8"), null);
        assertThat(muted(TROLL, null)).isEmpty();

        mute(network("192.0.2.0/24"), null);
        assertThat(muted(TROLL, null)).isPresent();
        mutes.remove(beside.id());
        assertThat(muted(TROLL, null)).isPresent();
    }

    @Test
    void muteShowsItsExpiryAndExpiresToTheNanosecond() {
        mute(new Target.ByNick(TROLL), HOUR);

        clock.stepWallClock(Duration.ofDays(1));
        clock.advance(HOUR.minusNanos(1));
        assertThat(muted(TROLL, null))
                .contains(new MutePolicy.Muted("you are muted until 2026-07-01T13:00:00Z: spam", false));
        assertThat(mutes.mutes()).isOne();

        clock.advance(Duration.ofNanos(1));
        assertThat(muted(TROLL, null)).isEmpty();
        assertThat(mutes.mutes()).isZero();
    }

    @Test
    void secondMuteOnATargetChangesItsShadowFlag() {
        Restriction first = mutes.mute(new Target.ByNick(TROLL), "spam", null, true, "token")
                .orElseThrow();
        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isTrue();

        assertThat(mute(new Target.ByNick(TROLL), null).id()).isEqualTo(first.id());

        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isFalse();
    }

    @Test
    void storedMutesApplyAfterARestart() {
        mutes.mute(new Target.ByNick(TROLL), "spam", HOUR, true, "token");
        mute(network("192.0.2.9"), null);
        mutes.store();
        clock.advance(HOUR.minusMillis(1));

        clock.restart();
        mutes = new Mutes(store, clock, clock);
        mutes.load();

        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isFalse();
        mutes.removeExpired();
        assertThat(store.all()).hasSize(1);
    }

    private Restriction mute(Target target, Duration duration) {
        return mutes.mute(target, "spam", duration, false, "token").orElseThrow();
    }

    private Optional<MutePolicy.Muted> muted(Nick nick, Nick account) {
        return mutes.muted(nick, account, session);
    }
}
