package dev.parley.rest.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Nick;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.session.SessionLimits;
import dev.parley.time.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostRateLimiterTest {
    private static final Nick CI = new Nick("token-ci");
    private static final Nick OTHER = new Nick("token-other");

    private final FakeClock clock = new FakeClock();

    @Test
    void senderIsLimitedToTheLinesOfAClient() {
        PostRateLimiter limiter = limiter(10, 8_192);
        for (int i = 0; i < 20; i++) {
            limiter.admit(CI, 10);
        }

        assertRefused(limiter, 10, "1");
        limiter.admit(OTHER, 10);
        clock.advance(Duration.ofMillis(100));
        limiter.admit(CI, 10);
        assertRefused(limiter, 10, "1");
    }

    @Test
    void senderIsLimitedToTheBytesOfAClient() {
        PostRateLimiter limiter = limiter(10, 1_000);
        limiter.admit(CI, 2_000);

        assertRefused(limiter, 1_500, "2");
        clock.advance(Duration.ofMillis(1_500));
        limiter.admit(CI, 1_500);
    }

    @Test
    void messageLargerThanTheByteBurstIsAdmittedAfterTheBurst() {
        PostRateLimiter limiter = limiter(10, 100);
        limiter.admit(CI, 4_096);

        assertRefused(limiter, 4_096, "2");
        clock.advance(Duration.ofSeconds(2));
        limiter.admit(CI, 4_096);
    }

    @Test
    void lineRateOfZeroDisablesTheLimits() {
        PostRateLimiter limiter = limiter(0, 0);
        for (int i = 0; i < 1_000; i++) {
            limiter.admit(CI, 4_096);
        }
    }

    private PostRateLimiter limiter(int linesPerSecond, int bytesPerSecond) {
        var limits = SessionLimits.of(65_536, 1 << 20, linesPerSecond, 20, bytesPerSecond);
        return new PostRateLimiter(limits, new MonotonicTimeMeter(clock));
    }

    private static void assertRefused(PostRateLimiter limiter, int size, String retryAfter) {
        assertThatThrownBy(() -> limiter.admit(CI, size)).isInstanceOfSatisfying(ApiProblem.class, problem -> {
            assertThat(problem.code()).isEqualTo("rate-limited");
            assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo(retryAfter);
        });
    }
}
