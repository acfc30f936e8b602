package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.FakeClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class InvalidTokenLimiterTest {
    private static final String HERE = "192.0.2.7";

    private final FakeClock clock = new FakeClock();
    private final TimeMeter meter = new MonotonicTimeMeter(clock);
    private final InvalidTokenLimiter invalidTokens = new InvalidTokenLimiter(meter, address -> {});

    @Test
    void eleventhInvalidTokenWithinAMinuteHasToWaitForItsEnd() {
        fail(HERE, 10);
        clock.advance(Duration.ofSeconds(20));

        assertThat(invalidTokens.add(HERE)).isEqualTo(Duration.ofSeconds(40));
        assertThat(invalidTokens.left(HERE)).isEqualTo(Duration.ofSeconds(40));

        clock.advance(Duration.ofSeconds(40));
        assertThat(invalidTokens.left(HERE)).isZero();
        fail(HERE, 10);
        assertThat(invalidTokens.add(HERE)).isPositive();
    }

    @Test
    void invalidTokenMinuteBeginsWithTheFirstInvalidToken() {
        fail(HERE, 1);
        clock.advance(Duration.ofSeconds(90));
        fail(HERE, 10);

        assertThat(invalidTokens.left(HERE)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void invalidTokensDoNotDelayOtherAddresses() {
        fail(HERE, 10);

        assertThat(invalidTokens.add("192.0.2.8")).isZero();
        assertThat(invalidTokens.left("192.0.2.9")).isZero();
    }

    @Test
    void invalidTokensAreCountedPerIpv6Slash64() {
        for (int i = 0; i < 10; i++) {
            fail("2001:db8:0:1::" + i, 1);
        }

        assertThat(invalidTokens.add("2001:db8:0:1:ffff::1")).isPositive();
        assertThat(invalidTokens.add("2001:db8:0:2::1")).isZero();
    }

    @Test
    void floodOfInvalidTokensIsLoggedInAFewLines(CapturedOutput output) {
        for (int i = 0; i < 250; i++) {
            invalidTokens.add("10.0.0." + i);
        }
        assertThat(output.toString().lines().filter(line -> line.contains("Invalid API token from")))
                .hasSize(20);

        clock.advance(Duration.ofSeconds(1));
        invalidTokens.add(HERE);
        assertThat(output).contains("Invalid API token from 192.0.2.7 (230 more not logged)");
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(invalidTokens.add(address)).isZero();
        }
    }
}
