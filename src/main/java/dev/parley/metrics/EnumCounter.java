package dev.parley.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One counter for each value of a label. All counters are registered at the start. */
final class EnumCounter<E extends Enum<E>> {
    private final Map<E, Counter> counters;

    EnumCounter(
            Counter.Builder counter, String label, Set<E> values, Function<E, String> text, MeterRegistry registry) {
        var counterWith = counter.withRegistry(registry);
        counters = new EnumMap<>(values.stream()
                .collect(
                        Collectors.toMap(Function.identity(), value -> counterWith.withTag(label, text.apply(value)))));
    }

    void increment(E value) {
        Objects.requireNonNull(counters.get(value), "not a value of this label").increment();
    }
}
