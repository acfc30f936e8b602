package dev.parley.session.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastThrottleTest {
    private final List<Duration> rests = new ArrayList<>();
    private final BroadcastThrottle throttle = new BroadcastThrottle(nanos -> rests.add(Duration.ofNanos(nanos)));

    @Test
    void broadcastIsNotThrottledForAMinorityThatIsBehind() {
        broadcast(10, 5);
        assertThat(rests).isEmpty();
    }

    @Test
    void throttleDoublesUpTo64MillisecondsWhileAMajorityIsBehind() {
        for (int i = 0; i < 9; i++) {
            broadcast(10, 6);
        }
        assertThat(rests).extracting(Duration::toMillis).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
    }

    @Test
    void throttleStartsAgainAtOneMillisecondAfterAllCaughtUp() {
        broadcast(10, 10);
        broadcast(10, 10);
        broadcast(10, 0);
        broadcast(10, 10);
        assertThat(rests).extracting(Duration::toMillis).containsExactly(1L, 2L, 1L);
    }

    @Test
    void batchOfEventsWeighsAsMuchAsSingleEvents() {
        throttle.record(1, 10, 0);
        throttle.record(2, 10, 8);
        throttle.rest();
        assertThat(rests).hasSize(1);
    }

    @Test
    void broadcastsWithASingleRecipientAreNotThrottled() {
        broadcast(1, 1);
        throttle.record(50, 1, 1);
        throttle.rest();
        assertThat(rests).isEmpty();
    }

    private void broadcast(int recipients, int behind) {
        throttle.record(1, recipients, behind);
        throttle.rest();
    }
}
