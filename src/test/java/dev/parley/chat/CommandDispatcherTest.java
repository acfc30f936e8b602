package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.chat.port.MutePolicy;
import dev.parley.protocol.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Registration of handlers for commands. */
class CommandDispatcherTest {
    private final EventPublisher publisher = DiscardingDelivery.publisher();

    @Test
    void everyKindOfCommandHasExactlyOneHandlerInTheChat() {
        assertThatCode(ChatFixture::new).doesNotThrowAnyException();
    }

    static List<Class<?>> kinds() {
        return Command.kinds().toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void commandKindWithoutAHandlerIsAnError(Class<? extends Command> kind) {
        var others = new ArrayList<>(kinds());
        others.remove(kind);
        assertThatIllegalStateException().isThrownBy(() -> commands(others)).withMessage("No handler for %s", kind);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void commandKindWithTwoHandlersIsAnError(Class<? extends Command> kind) {
        var twice = new ArrayList<>(kinds());
        twice.add(kind);
        assertThatIllegalStateException().isThrownBy(() -> commands(twice)).withMessage("Two handlers for %s", kind);
    }

    private CommandDispatcher commands(List<Class<?>> kinds) {
        CommandDispatcher.CommandHandler handler = dispatcher ->
                kinds.forEach(kind -> dispatcher.on(kind.asSubclass(Command.class), (member, command, verdict) -> {}));
        return new CommandDispatcher(new MuteFilter(MutePolicy.NONE), publisher, List.of(handler));
    }
}
