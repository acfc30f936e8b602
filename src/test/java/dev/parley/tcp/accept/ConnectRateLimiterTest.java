package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.IpNetwork;
import dev.parley.time.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectRateLimiterTest {
    private final FakeClock clock = new FakeClock();
    private final ConnectRateLimiter rates = new ConnectRateLimiter(240, 3, clock);
    private final IpNetwork one = network(1);

    @Test
    void addressIsLimitedToTheConnectRateAfterItsBurst() {
        clock.advance(Duration.ofMinutes(2));
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isFalse();
        assertThat(rates.tryAdmit(network(2))).isTrue();
        clock.advance(Duration.ofMillis(250));
        assertThat(rates.tryAdmit(one)).isTrue();
        assertThat(rates.tryAdmit(one)).isFalse();
    }

    @Test
    void connectRateIsNotLimitedInTheFirstTwoMinutes() {
        clock.advance(Duration.ofMinutes(2).minusNanos(1));
        for (int i = 0; i < 100; i++) {
            assertThat(rates.tryAdmit(one)).isTrue();
        }
    }

    @Test
    void rateOfZeroDisablesTheConnectLimit() {
        var unlimited = new ConnectRateLimiter(0, 1, clock);
        clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.tryAdmit(one)).isTrue();
        }
    }

    @Test
    void limitedAddressStaysLimitedAfterManyOthersConnect() {
        clock.advance(Duration.ofMinutes(2));
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
}
