package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.time.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBudgetTest {
    private final FakeClock clock = new FakeClock();
    private final WriteBudget budget = new WriteBudget(clock);

    private record Write(long from, long to) {
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 25, 40})
    void backgroundWritesNeverTakeMoreThanTheirShareOfAnyWindow(int longestMillis) throws InterruptedException {
        var random = new Random(1);
        long begin = clock.nanos();
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Duration duration =
                    Duration.ofMillis(random.nextBoolean() ? longestMillis : 1 + random.nextInt(longestMillis));
            try (var turn = budget.take()) {
                long from = clock.nanos() - begin;
                turn.run(() -> {
                    clock.advance(duration);
                    return true;
                });
                writes.add(new Write(from, clock.nanos() - begin));
            }
        }
        for (Write first : writes) {
            for (long start : List.of(first.from(), first.to() - WriteBudget.WINDOW.toNanos())) {
                long end = start + WriteBudget.WINDOW.toNanos();
                long used = writes.stream()
                        .mapToLong(write -> write.within(start, end))
                        .sum();
                assertThat(used).isLessThanOrEqualTo(WriteBudget.SHARE.toNanos());
            }
        }
    }

    @Test
    void longWritesBeginAWindowApart() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            try (var turn = budget.take()) {
                turn.run(() -> {
                    clock.advance(Duration.ofMillis(45));
                    return true;
                });
            }
        }
        assertThat(clock.sleeps()).hasSize(4).allMatch(WriteBudget.WINDOW::equals);
    }

    @Test
    void turnWithoutAWriteUsesNothingOfTheBudget() throws InterruptedException {
        try (var turn = budget.take()) {
            assertThat(turn.used()).isZero();
        }
        try (var turn = budget.take()) {
            assertThat(turn.used()).isZero();
        }
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void batchesShrinkWhileTheDatabaseIsSlowAndGrowWhileItIsFast() {
        var size = new BatchSize();
        int first = size.rows();
        size.took(Duration.ofMillis(1), false);
        assertThat(size.rows()).as("after a transaction with fewer rows").isEqualTo(first);
        size.took(Duration.ofMillis(1), true);
        assertThat(size.rows()).isEqualTo(2 * first);
        size.took(Duration.ofMillis(30), true);
        assertThat(size.rows()).isEqualTo(2 * first);
        size.took(Duration.ofMillis(41), true);
        size.took(Duration.ofMillis(41), false);
        assertThat(size.rows()).isEqualTo(first);
        for (int i = 0; i < 20; i++) {
            size.took(Duration.ZERO, true);
        }
        assertThat(size.rows()).isEqualTo(2_000);
    }
}
