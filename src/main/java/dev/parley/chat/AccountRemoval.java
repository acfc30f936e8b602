package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import java.util.List;
import java.util.function.Consumer;

/** Removes everything that belonged to a deleted account, because somebody else may soon register its name. */
final class AccountRemoval implements CommandDispatcher.CommandHandler {
    private final EventPublisher publisher;
    private final List<Consumer<Nick>> steps;

    /** @param steps steps of the removal, carried out in this order */
    @SafeVarargs
    AccountRemoval(EventPublisher publisher, Consumer<Nick>... steps) {
        this.publisher = publisher;
        this.steps = List.of(steps);
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Dropped.class, (member, dropped) -> remove(dropped.account()));
    }

    void remove(Nick account) {
        steps.forEach(step -> step.accept(account));
        publisher.publish(new ChatEvent.AccountDropped(publisher.nextStamp(), account));
    }
}
