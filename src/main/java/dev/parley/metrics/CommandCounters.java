package dev.parley.metrics;

import dev.parley.protocol.Command;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the commands of the help by their words, and all others as one: a client must not create a series. */
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
            return; // nearly every line is a message
        }
        Command.label(command).map(byLabel::get).ifPresent(Counter::increment);
    }
}
