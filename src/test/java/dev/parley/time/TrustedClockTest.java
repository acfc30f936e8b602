package dev.parley.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrustedClockTest {
    private static final Duration JUMP = Duration.ofDays(60);

    private final FakeClock clock = new FakeClock();
    private TrustedClock trustedClock = new TrustedClock(clock, clock, clock.instant());

    @Test
    void clockThatJumpedAheadIsNotTrustedUntilItIsConfirmed() {
        clock.stepWallClock(JUMP);
        assertThat(trustedClock.now()).isEmpty();
        assertThat(trustedClock.status().trusted()).isEqualTo(FakeClock.START);
        assertThat(trustedClock.confirm()).isTrue();
        assertThat(trustedClock.now()).contains(clock.instant());
        assertThat(trustedClock.confirm()).isFalse();
    }

    @Test
    void clockThatIsSetBackIsTrustedAgain() {
        clock.stepWallClock(JUMP);
        assertThat(trustedClock.isAhead()).isTrue();
        clock.stepWallClock(JUMP.negated());
        assertThat(trustedClock.now()).contains(clock.instant());
    }

    @Test
    void clockThatIsAheadIsNotTrustedAfterARestart() {
        clock.stepWallClock(JUMP);
        restart(trustedClock.status().trusted());
        assertThat(trustedClock.now()).isEmpty();
    }

    @Test
    void clockIsTrustedAfterAnyTimeWithoutEvents() {
        clock.advance(JUMP);
        assertThat(trustedClock.now()).contains(clock.instant());
    }

    @Test
    void stepsOfUpToTwoDaysAreTrusted() {
        clock.stepWallClock(TrustedClock.TOLERANCE);
        assertThat(trustedClock.now()).contains(clock.instant());
        clock.stepWallClock(JUMP.negated());
        assertThat(trustedClock.now()).contains(clock.instant());
    }

    @Test
    void clockIsTrustedWithoutAnOperatorSomeTimeAfterAWeekendsStop() {
        clock.stepWallClock(Duration.ofHours(60));
        restart(FakeClock.START);
        for (int hour = 0; hour < 12; hour++) {
            assertThat(trustedClock.isAhead()).as("hour %s", hour).isTrue();
            clock.advance(Duration.ofHours(1));
            restart(trustedClock.status().trusted());
        }
        assertThat(trustedClock.isAhead()).isFalse();
    }

    private void restart(Instant reached) {
        clock.restart();
        trustedClock = new TrustedClock(clock, clock, reached);
    }
}
