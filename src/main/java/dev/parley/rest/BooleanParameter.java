package dev.parley.rest;

import dev.parley.rest.problem.ApiProblem;
import org.jspecify.annotations.Nullable;

/** A parameter of a URL that is there or not: what is neither is refused, as whoever wrote it meant something. */
public final class BooleanParameter {
    private BooleanParameter() {}

    public static boolean isSet(String name, @Nullable String value) {
        return switch (value) {
            case null -> false;
            case "", "true" -> true;
            case "false" -> false;
            default -> throw ApiProblem.badArgument(name + " is true or false.");
        };
    }
}
