package dev.parley.chat;

import dev.parley.protocol.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Dispatches each command to the handler that registered for its kind. Every kind has exactly one handler. Commands
 * that a mute forbids are refused here.
 */
final class CommandDispatcher {
    /** Part of the chat that handles some kinds of commands. */
    interface CommandHandler {
        /** Registers a handler for each kind of command that this part handles. */
        void register(CommandDispatcher dispatcher);
    }

    /** Handles a command. The verdict says who may read the text in the command. Refused commands reach no handler. */
    interface Handler<C> {
        void handle(Member member, C command, MuteFilter.Verdict verdict);
    }

    private final MuteFilter muteFilter;
    private final EventPublisher publisher;
    private final Map<Class<?>, Handler<Command>> handlers = new HashMap<>();

    CommandDispatcher(MuteFilter muteFilter, EventPublisher publisher, List<CommandHandler> all) {
        this.muteFilter = muteFilter;
        this.publisher = publisher;
        all.forEach(handler -> handler.register(this));
        Command.kinds().filter(kind -> !handlers.containsKey(kind)).forEach(kind -> {
            throw new IllegalStateException("No handler for " + kind);
        });
    }

    <C extends Command> void on(Class<C> kind, BiConsumer<Member, ? super C> handler) {
        on(kind, (member, command, verdict) -> handler.accept(member, command));
    }

    <C extends Command> void on(Class<C> kind, Handler<? super C> handler) {
        Handler<Command> typed = (member, command, verdict) -> handler.handle(member, kind.cast(command), verdict);
        if (handlers.putIfAbsent(kind, typed) != null) {
            throw new IllegalStateException("Two handlers for " + kind);
        }
    }

    /** Registers a handler for every kind of command in a group. */
    <C extends Command> void onEach(Class<C> group, Handler<? super C> handler) {
        Command.kinds().filter(group::isAssignableFrom).forEach(kind -> on(kind.asSubclass(group), handler));
    }

    void dispatch(Member member, Command command) {
        MuteFilter.Verdict verdict = muteFilter.verdict(member, command);
        if (verdict.refusal() == null) {
            Objects.requireNonNull(handlers.get(command.getClass())).handle(member, command, verdict);
        } else {
            publisher.answer(member, verdict.refusal());
        }
    }
}
