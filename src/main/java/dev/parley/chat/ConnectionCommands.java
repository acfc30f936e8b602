package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import org.jspecify.annotations.Nullable;

/** Handles commands that are about the member's own connection only, and replies that were made outside the chat. */
final class ConnectionCommands implements CommandHandler {
    private final Attendance attendance;
    private final EventPublisher publisher;

    ConnectionCommands(Attendance attendance, EventPublisher publisher) {
        this.attendance = attendance;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.ChooseFormat.class, this::choose);
        commands.on(Command.Echo.class, this::echo);
        commands.on(Command.Ping.class, (member, ping) -> publisher.answer(member, new Answer.Pong(ping.token())));
        commands.on(Command.Quit.class, (member, quit) -> end(member, new Answer.Bye(Code.QUIT, quit.text())));
        commands.on(Command.EndOfInput.class, (member, end) -> endOfInput(member));
        commands.on(Command.LookedUp.class, (member, found) -> publisher.answer(member, found.answer()));
        commands.on(Command.Operated.class, (member, done) -> publisher.answer(member, done.answer()));
        commands.on(
                Command.Invalid.class, (member, invalid) -> publisher.refuse(member, invalid.code(), invalid.text()));
        commands.onEach(
                Command.LookUp.class,
                (member, unanswered, verdict) -> publisher.refuse(member, Code.UNAVAILABLE, "that cannot be had here"));
        commands.on(Command.Clients.class, this::refuse);
        commands.on(Command.Mute.class, this::refuse);
        commands.on(Command.Unmute.class, this::refuse);
        commands.on(Command.Announce.class, this::refuse);
    }

    private void choose(Member member, Command.ChooseFormat choose) {
        member.choose(choose.format());
        publisher.answer(member, new Answer.Notice("format " + choose.format().label()));
    }

    private void echo(Member member, Command.Echo echo) {
        member.echo(echo.on());
        publisher.answer(member, new Answer.Notice("echo " + (echo.on() ? "on" : "off")));
    }

    private void endOfInput(Member member) {
        member.part();
        end(member, null);
    }

    private void end(Member member, Answer.@Nullable Bye bye) {
        attendance.depart(member);
        publisher.end(member, bye);
    }

    private void refuse(Member member, Command.OfOperator command) {
        publisher.refuse(member, Code.NOT_ALLOWED, "only operators of the server do that");
    }
}
