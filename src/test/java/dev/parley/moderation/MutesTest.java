package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.port.SpeechPolicy;
import dev.parley.database.Database;
import dev.parley.net.Network;
import dev.parley.protocol.Nick;
import dev.parley.session.Session;
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

    private final Clock clock = new Clock();
    private final Hall hall = new Hall();
    private final Session session = hall.new Client("192.0.2.9").session;
    private HikariDataSource dataSource;
    private SanctionStore store;
    private Mutes mutes;

    @BeforeEach
    void open(@TempDir Path folder) {
        dataSource = Database.SQLITE_IN_MEMORY.open(folder);
        store = SanctionStore.ofMutes(dataSource);
        mutes = new Mutes(store, clock, clock);
    }

    @AfterEach
    void close() {
        dataSource.close();
        hall.close();
    }

    @Test
    void aNameIsMutedWhoeverHasIt() {
        mute(new Target.Name(new Nick("Troll")), null);

        assertThat(muted(TROLL, OTHER)).contains(new SpeechPolicy.Muted("you are muted: spam", false));
        assertThat(muted(OTHER, TROLL)).isEmpty();
    }

    @Test
    void anAccountIsMutedWhateverItIsCalled() {
        mute(new Target.Account(TROLL), null);

        assertThat(muted(OTHER, TROLL)).isPresent();
        assertThat(muted(TROLL, null)).isEmpty();
    }

    @Test
    void aNetworkIsMutedWhoeverComesFromIt() {
        Sanction beside = mute(from("192.0.2.8"), null);
        assertThat(muted(TROLL, null)).isEmpty();

        mute(from("192.0.2.0/24"), null);
        assertThat(muted(TROLL, null)).isPresent();
        mutes.remove(beside.id());
        assertThat(muted(TROLL, null)).isPresent();
    }

    @Test
    void untilWhenIsToldAndItIsOverToTheNanosecond() {
        mute(new Target.Name(TROLL), HOUR);

        clock.steps(Duration.ofDays(1));
        clock.passes(HOUR.minusNanos(1));
        assertThat(muted(TROLL, null))
                .contains(new SpeechPolicy.Muted("you are muted until 2026-07-01T13:00:00Z: spam", false));
        assertThat(mutes.mutes()).isOne();

        clock.passes(Duration.ofNanos(1));
        assertThat(muted(TROLL, null)).isEmpty();
        assertThat(mutes.mutes()).isZero();
    }

    @Test
    void aSecondMuteOfTheSameTurnsTheShadowOnAndOff() {
        Sanction first = mutes.mute(new Target.Name(TROLL), "spam", null, true).orElseThrow();
        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isTrue();

        assertThat(mute(new Target.Name(TROLL), null).id()).isEqualTo(first.id());

        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isFalse();
    }

    @Test
    void aRestartKnowsWhatIsStored() {
        mutes.mute(new Target.Name(TROLL), "spam", HOUR, true);
        mute(from("192.0.2.9"), null);
        mutes.store();
        clock.passes(HOUR.minusMillis(1));

        clock.restarts();
        mutes = new Mutes(store, clock, clock);

        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isTrue();
        clock.passes(Duration.ofMillis(1));
        assertThat(muted(TROLL, null).orElseThrow().isShadow()).isFalse();
        mutes.tidy();
        assertThat(store.all()).hasSize(1);
    }

    private Sanction mute(Target target, Duration duration) {
        return mutes.mute(target, "spam", duration, false).orElseThrow();
    }

    private Optional<SpeechPolicy.Muted> muted(Nick nick, Nick account) {
        return mutes.muted(nick, account, session);
    }

    private static Target from(String network) {
        return new Target.From(Network.of(network).orElseThrow());
    }
}
