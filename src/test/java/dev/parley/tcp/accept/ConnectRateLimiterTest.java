package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.IpNetwork;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectRateLimiterTest {
    private final Clock clock = new Clock();
    private final ConnectRateLimiter rates = new ConnectRateLimiter(240, 3, clock);
    private final IpNetwork one = network(1);

    @Test
    void afterABurstAnAddressWaitsItsTurn() {
        clock.passes(Duration.ofMinutes(2));
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isFalse();
        assertThat(rates.tryAdmit(network(2))).isTrue();
        clock.passes(Duration.ofMillis(250));
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isFalse();
    }

    @Test
    void inTheFirstTwoMinutesEveryoneMayComeBack() {
        clock.passes(Duration.ofMinutes(2).minusNanos(1));
        for (int i = 0; i < 100; i++) {
            assertThat(rates.tryAdmit(one)).isTrue();
        }
    }

    @Test
    void zeroLiftsTheLimit() {
        var unlimited = new ConnectRateLimiter(0, 1, clock);
        clock.passes(Duration.ofMinutes(2));
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.tryAdmit(one)).isTrue();
        }
    }

    @Test
    void whoWasRefusedIsRememberedAmongManyOthers() {
        clock.passes(Duration.ofMinutes(2));
        for (int i = 0; i < 4; i++) {
            rates.tryAdmit(one);
        }
        for (int i = 2; i < 10_000; i++) {
            rates.tryAdmit(network(i));
        }
        assertThat(rates.tryAdmit(one)).isFalse();
    }

    private static IpNetwork network(int number) {
        return IpNetwork.of("10.0." + number / 256 + "." + number % 256).orElseThrow();
    }

    private static final class Clock implements MonotonicClock {
        private long now = Long.MAX_VALUE - 5;

        void passes(Duration duration) {
            now += duration.toNanos();
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos;
        }
    }
}
