package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aBurstPassesAndThenEachLineWaitsItsTurn() {
        var rate = new LineRate(10, 20, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(rate.admit(0)).isZero();
        }
        assertThat(rate.admit(0)).isEqualTo(SECOND / 10);
        assertThat(rate.admit(0)).isEqualTo(SECOND / 5);
    }

    @Test
    void aQuietClientEarnsItsBurstBack() {
        var rate = new LineRate(10, 2, 0);
        rate.admit(0);
        rate.admit(0);
        assertThat(rate.admit(0)).isPositive();
        assertThat(rate.admit(SECOND)).isZero();
        assertThat(rate.admit(SECOND)).isZero();
        assertThat(rate.admit(SECOND)).isPositive();
    }

    @Test
    void aRateOfZeroIsNone() {
        var rate = new LineRate(0, 1, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.admit(0)).isZero();
        }
    }

    @Test
    void theRateHoldsWhereTheNanoClockTurnsNegative() {
        var rate = new LineRate(10, 1, Long.MAX_VALUE - 5);
        rate.admit(Long.MAX_VALUE - 5);
        assertThat(rate.admit(Long.MIN_VALUE + 5)).isBetween(SECOND / 10 - 20, SECOND / 10);
    }
}
