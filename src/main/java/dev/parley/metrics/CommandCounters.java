package dev.parley.metrics;

import dev.parley.protocol.Command;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts commands, with one counter for each command in the help and one for all others. Clients can therefore not
 * create new time series.
 */
final class CommandCounters {
    private final Map<String, Counter> byLabel;

    CommandCounters(MeterRegistry registry) {
        var counterWith = Counter.builder("parley.commands")
                .description("Commands received; unknown ones are counted as other")
                .withRegistry(registry);
        byLabel = Stream.concat(Command.WORDS.values().stream(), Stream.of(Command.OTHER))
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), label -> counterWith.withTag("command", label)));
    }

    void count(Command command) {
        if (command instanceof Command.Say) {
            return; // not counted, as nearly every line is a message
        }
        Command.label(command).map(byLabel::get).ifPresent(Counter::increment);
    }
}
