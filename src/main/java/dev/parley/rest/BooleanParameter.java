package dev.parley.rest;

import dev.parley.rest.problem.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * Parses a boolean URL parameter. Any value other than true, false and empty is rejected, because its meaning is
 * unknown.
 */
public final class BooleanParameter {
    private BooleanParameter() {}

    public static boolean isSet(String name, @Nullable String value) {
        return switch (value) {
            case null -> false;
            case "", "true" -> true;
            case "false" -> false;
            default -> throw ApiProblem.badArgument("\"" + name + "\" must be true or false.");
        };
    }
}
