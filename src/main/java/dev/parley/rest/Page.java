package dev.parley.rest;

import dev.parley.operator.ActionResult;
import dev.parley.rest.problem.ApiProblem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next cursor of the next page; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) implements ActionResult {
    public static final String DEFAULT_LIMIT = "50";
    private static final int MAX_LIMIT = 200;

    /** @param found items from the start of the page; one more than the limit shows that there is another page */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        return found.size() > limit
                ? new Page<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)))
                : new Page<>(found, null);
    }

    /** Returns the position in a cursor that is a decimal number. */
    public static long position(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw badCursor();
        }
    }

    /** Returns the result for the audit, which records the reading of some lists. */
    @Override
    public String outcome() {
        return "read " + items.size() + " items";
    }

    public static void check(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiProblem.badArgument("\"limit\" must be from 1 to " + MAX_LIMIT + ".");
        }
    }

    public static ApiProblem badCursor() {
        return ApiProblem.badArgument("Invalid \"cursor\": take it from \"next\" of the previous page.");
    }
}
