package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/** Handles commands that concern only the member's own connection, and replies that were made outside the chat. */
final class ConnectionCommands implements CommandDispatcher.CommandHandler {
    private final Presence presence;
    private final EventPublisher publisher;

    ConnectionCommands(Presence presence, EventPublisher publisher) {
        this.presence = presence;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.ChooseFormat.class, this::choose);
        dispatcher.on(Command.Echo.class, this::echo);
        dispatcher.on(Command.Ping.class, (member, ping) -> publisher.answer(member, new Reply.Pong(ping.token())));
        dispatcher.on(Command.Quit.class, (member, quit) -> end(member, new Reply.Bye(StatusCode.QUIT, quit.text())));
        dispatcher.on(Command.EndOfInput.class, (member, end) -> endOfInput(member));
        dispatcher.on(Command.BlockingResult.class, (member, found) -> publisher.answer(member, found.answer()));
        dispatcher.on(Command.OperatorResult.class, (member, done) -> publisher.answer(member, done.answer()));
        dispatcher.on(
                Command.Invalid.class, (member, invalid) -> publisher.refuse(member, invalid.code(), invalid.text()));
        dispatcher.onEach(
                Command.Blocking.class,
                (member, unanswered, verdict) ->
                        publisher.refuse(member, StatusCode.UNAVAILABLE, "not available on this server"));
        dispatcher.on(Command.Clients.class, this::refuse);
        dispatcher.on(Command.Mute.class, this::refuse);
        dispatcher.on(Command.Unmute.class, this::refuse);
        dispatcher.on(Command.Announce.class, this::refuse);
    }

    private void choose(Member member, Command.ChooseFormat choose) {
        member.choose(choose.format());
        publisher.answer(member, new Reply.Notice("format " + choose.format().label()));
    }

    private void echo(Member member, Command.Echo echo) {
        member.echo(echo.on());
        publisher.answer(member, new Reply.Notice("echo " + (echo.on() ? "on" : "off")));
    }

    private void endOfInput(Member member) {
        member.saveForResume();
        end(member, null);
    }

    private void end(Member member, Reply.@Nullable Bye bye) {
        presence.depart(member);
        publisher.end(member, bye);
    }

    private void refuse(Member member, Command.OperatorCommand command) {
        publisher.refuse(member, StatusCode.NOT_ALLOWED, "only server operators can do that");
    }
}
