package dev.parley.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void eventsAfterTheBurstAreDelayedByTheRate() {
        var rate = RateLimiter.perSecond(10, 20, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(rate.admit(1, 0)).isZero();
        }
        assertThat(rate.admit(1, 0)).isEqualTo(SECOND / 10);
        assertThat(rate.admit(1, 0)).isEqualTo(SECOND / 5);
    }

    @Test
    void burstIsRefilledWhileNoEventsArrive() {
        var rate = RateLimiter.perSecond(10, 2, 0);
        rate.admit(1, 0);
        rate.admit(1, 0);
        assertThat(rate.admit(1, 0)).isPositive();
        assertThat(rate.admit(1, SECOND)).isZero();
        assertThat(rate.admit(1, SECOND)).isZero();
        assertThat(rate.admit(1, SECOND)).isPositive();
    }

    @Test
    void rateOfZeroDisablesTheLimit() {
        var rate = RateLimiter.perSecond(0, 1, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.admit(1, 0)).isZero();
        }
    }

    @Test
    void rateAppliesAlsoWhenTheNanoClockOverflows() {
        var rate = RateLimiter.perSecond(10, 1, Long.MAX_VALUE - 5);
        rate.admit(1, Long.MAX_VALUE - 5);
        assertThat(rate.admit(1, Long.MIN_VALUE + 5)).isBetween(SECOND / 10 - 20, SECOND / 10);
    }

    @Test
    void severalEventsAtOnceWaitAsLongAsOneByOne() {
        var rate = RateLimiter.perSecond(10, 2, 0);
        assertThat(rate.admit(5, 0)).isEqualTo(SECOND * 3 / 10);
        assertThat(rate.admit(1, 0)).isEqualTo(SECOND * 4 / 10);
    }

    @Test
    void refusedEventsDoNotCountAgainstTheRate() {
        var rate = RateLimiter.perSecond(1, 2, 0);
        assertThat(rate.tryAdmit(0)).isTrue();
        assertThat(rate.tryAdmit(0)).isTrue();
        assertThat(rate.tryAdmit(0)).isFalse();
        assertThat(rate.tryAdmit(SECOND)).isTrue();
    }
}
