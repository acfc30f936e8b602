package dev.parley.rest.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.rest.Page;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.time.FakeClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedListsTest {
    private final FakeClock clock = new FakeClock();
    private final PagedLists lists = new PagedLists(clock);

    @Test
    void itemsThatMoveBetweenPagesAreNeitherMissedNorRepeated() {
        Page<Long> first = page(null, 1, 2, 3, 4, 5);
        assertThat(first.items()).containsExactly(1L, 2L);

        Page<Long> second = page(first.next(), 5, 2, 3, 4, 1);
        assertThat(second.items()).containsExactly(5L, 3L);

        Page<Long> third = page(second.next(), 4, 5, 3, 2, 1);
        assertThat(third.items()).containsExactly(4L);
        assertThat(third.next()).isNull();
    }

    @Test
    void itemsThatLeaveBetweenPagesDoNotEndTheList() {
        Page<Long> first = page(null, 1, 2, 3, 4);

        assertThat(page(first.next(), 3, 4).items()).containsExactly(3L, 4L);
    }

    @Test
    void pageCanBeRequestedAgain() {
        Page<Long> first = page(null, 1, 2, 3, 4, 5);

        Page<Long> second = page(first.next(), 1, 2, 3, 4, 5);
        Page<Long> again = page(first.next(), 1, 2, 3, 4, 5);

        assertThat(again).isEqualTo(second);
        assertThat(page(again.next(), 1, 2, 3, 4, 5).items()).containsExactly(5L);
    }

    @Test
    void listIsForgottenAMinuteAfterItsLastPage() {
        String first = page(null, 1, 2, 3, 4, 5).next();
        clock.advance(Duration.ofSeconds(PagedLists.LIFETIME_SECONDS));
        String second = page(first, 1, 2, 3, 4, 5).next();
        clock.advance(Duration.ofSeconds(PagedLists.LIFETIME_SECONDS));
        page(second, 1, 2, 3, 4, 5);

        clock.advance(Duration.ofSeconds(PagedLists.LIFETIME_SECONDS).plusMillis(1));
        assertExpired(second);
    }

    @Test
    void leastRecentlyUsedListIsForgottenAbove200KiB() {
        String small = page(null, 1, 2, 3).next();
        String large = largePage(10_000);
        assertThat(page(small, 1, 2, 3).items()).containsExactly(3L);

        largePage(20_000);

        assertExpired(large);
        assertThat(page(small, 1, 2, 3).items()).containsExactly(3L);
    }

    @Test
    void listIsRememberedWhileItsLastPageIsRequestedAgain() {
        String last = page(null, 1, 2, 3).next();
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(PagedLists.LIFETIME_SECONDS));
            assertThat(page(last, 1, 2, 3).items()).containsExactly(3L);
        }
    }

    @Test
    void listAbove200KiBIsForgottenAtOnce() {
        assertExpired(largePage(PagedLists.MAX_BYTES / Long.BYTES));
    }

    @Test
    void unknownListIsExpired() {
        assertExpired("123e4567-e89b-12d3-a456-426614174000.2");
        String cursor = page(null, 1, 2, 3).next();
        assertExpired(cursor.replaceFirst("2$", "3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "2", "123e4567-e89b-12d3-a456-426614174000.", "123e4567-e89b-12d3-a456-426614174000.-1"
            })
    void invalidCursorIsRefused(String cursor) {
        assertThatThrownBy(() -> page(cursor, 1, 2, 3))
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo("bad-argument"));
    }

    private void assertExpired(@Nullable String cursor) {
        assertThatThrownBy(() -> page(cursor, 1, 2, 3)).isInstanceOfSatisfying(ApiProblem.class, problem -> {
            assertThat(problem.code()).isEqualTo("cursor-expired");
            assertThat(problem.getStatusCode().value()).isEqualTo(410);
        });
    }

    private Page<Long> page(@Nullable String cursor, long... items) {
        List<Long> all = Arrays.stream(items).boxed().toList();
        return page(all.stream(), 2, cursor);
    }

    private @Nullable String largePage(int size) {
        return page(LongStream.rangeClosed(0, size).boxed(), size, null).next();
    }

    private Page<Long> page(Stream<Long> items, int limit, @Nullable String cursor) {
        return lists.page(
                items, Long::longValue, (all, count) -> all.limit(count).toList(), limit, cursor);
    }
}
