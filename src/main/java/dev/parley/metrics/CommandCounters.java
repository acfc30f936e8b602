package dev.parley.metrics;

import dev.parley.chat.Code;
import dev.parley.chat.Command;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the commands of the help by their words, and all others as one: a client must not make a series. */
final class CommandCounters {
    private static final String OTHER = "other";

    private final Map<Class<?>, Counter> byCommand;
    private final Counter other;

    CommandCounters(MeterRegistry registry) {
        var counterWith = Counter.builder("parley.commands")
                .description("Commands received; unknown ones are other")
                .withRegistry(registry);
        byCommand = Command.kinds()
                .filter(type -> type.isAnnotationPresent(Command.Usage.class))
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), type -> counterWith.withTag("command", word(type))));
        other = counterWith.withTag("command", OTHER);
    }

    void count(Command command) {
        if (command instanceof Command.Say) {
            return; // what nearly every line is
        }
        Counter counter = isUnknown(command) ? other : byCommand.get(command.getClass());
        if (counter != null) {
            counter.increment();
        }
    }

    private static boolean isUnknown(Command command) {
        return command instanceof Command.Invalid invalid && invalid.code() == Code.UNKNOWN_COMMAND;
    }

    private static String word(Class<?> type) {
        return Command.word(type.getAnnotation(Command.Usage.class));
    }
}
