package dev.parley.rest.clients;

import dev.parley.rest.Page;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.time.MonotonicClock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists whose order changes between two pages, as it is by values that change. The ids that were returned are
 * remembered, and the next page has the first of the other items: an item that stays is neither missed nor repeated. A
 * cursor names a list and the number of ids before it, so a page can be requested again. Safe for any thread.
 */
final class PagedLists {
    /** Time for which a list is remembered after its last use. */
    static final long LIFETIME_SECONDS = 60;

    /** Largest size of all lists that are remembered; above it the least recently used are forgotten. */
    static final int MAX_BYTES = 200 * 1024;

    private static final int BYTES_PER_LIST = 200;
    private static final Pattern CURSOR = Pattern.compile("([0-9a-f-]{36})\\.([0-9]{1,6})");

    private final MonotonicClock clock;

    /** Remembered lists by name, the least recently used first. */
    private final LinkedHashMap<String, Remembered> lists = new LinkedHashMap<>();

    private int bytes;

    /** Order of a list. */
    @FunctionalInterface
    interface Order<T> {
        /** Returns the first items, of all that are passed in any order. */
        List<T> first(Stream<T> items, int count);
    }

    private record Remembered(long[] ids, long usedNanos) {
        int size() {
            return BYTES_PER_LIST + Long.BYTES * ids.length;
        }
    }

    private record Position(String list, int count) {
        static Position parse(String cursor) {
            var parts = CURSOR.matcher(cursor);
            if (!parts.matches()) {
                throw Page.badCursor();
            }
            return new Position(parts.group(1), Integer.parseInt(parts.group(2)));
        }

        String cursor() {
            return list + "." + count;
        }
    }

    PagedLists(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * Returns the next page of a list.
     *
     * @param items all of them, in any order
     * @param cursor null for the first page
     */
    <T> Page<T> page(Stream<T> items, ToLongFunction<T> id, Order<T> order, int limit, @Nullable String cursor) {
        Position from = cursor == null ? new Position(UUID.randomUUID().toString(), 0) : Position.parse(cursor);
        long[] returned = cursor == null ? new long[0] : returned(from);
        Set<Long> known = LongStream.of(returned).boxed().collect(Collectors.toSet());
        List<T> found = order.first(items.filter(item -> !known.contains(id.applyAsLong(item))), limit + 1);
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> page = found.subList(0, limit);
        long[] all = LongStream.concat(LongStream.of(returned), page.stream().mapToLong(id))
                .toArray();
        remember(from.list(), all);
        return new Page<>(page, new Position(from.list(), all.length).cursor());
    }

    private synchronized long[] returned(Position from) {
        forgetOld();
        Remembered list = lists.get(from.list());
        if (list == null || list.ids().length < from.count()) {
            throw ApiProblem.cursorExpired();
        }
        remember(from.list(), list.ids()); // Also the last page is a use.
        return Arrays.copyOf(list.ids(), from.count());
    }

    private synchronized void remember(String name, long[] ids) {
        forget(name);
        var list = new Remembered(ids, clock.nanos());
        lists.put(name, list);
        bytes += list.size();
        forgetOld();
    }

    private void forgetOld() {
        long now = clock.nanos();
        while (!lists.isEmpty()) {
            Map.Entry<String, Remembered> oldest = lists.firstEntry();
            boolean isOver = now - oldest.getValue().usedNanos() > TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS);
            if (!isOver && bytes <= MAX_BYTES) {
                return;
            }
            forget(oldest.getKey());
        }
    }

    private void forget(String name) {
        Remembered list = lists.remove(name);
        if (list != null) {
            bytes -= list.size();
        }
    }
}
