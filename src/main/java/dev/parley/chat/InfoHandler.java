package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomState;
import java.util.List;
import java.util.Optional;

/** What one can ask for, and nobody else notices. */
final class Showing implements CommandHandler {
    /** What is asked for help about to learn the commands of operators. */
    private static final String OPERATORS = "operators";

    private final Rooms rooms;
    private final EventPublisher publisher;

    Showing(Rooms rooms, EventPublisher publisher) {
        this.rooms = rooms;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.Rooms.class, (member, list) -> rooms(member));
        commands.on(Command.Who.class, (member, who) -> who(member, who.room()));
        commands.on(Command.Help.class, (member, help) -> help(member, help.command()));
    }

    private void rooms(Member member) {
        List<RoomState> all = rooms.states();
        List<RoomState> listed =
                all.stream().limit(ChatLimits.LISTED).map(RoomState::brief).toList();
        publisher.answer(member, new Answer.RoomList(listed, all.size() - listed.size()));
    }

    private void who(Member member, Optional<String> wanted) {
        String name = wanted.orElse(member.active().name().value());
        rooms.find(name)
                .ifPresentOrElse(
                        room -> who(member, room),
                        () -> publisher.refuse(member, Code.NO_SUCH_ROOM, "there is no room " + name));
    }

    private void who(Member member, Room room) {
        List<Nick> names = room.names().stream().limit(ChatLimits.LISTED).toList();
        int unlisted = room.members() - names.size();
        publisher.answer(
                member,
                new Answer.Names(room.name(), names, unlisted, room.listeners().size()));
    }

    private void help(Member member, Optional<String> word) {
        List<Command.Usage> usages = word.map(Showing::usages).orElse(Command.FOR_ALL);
        if (usages.isEmpty()) {
            publisher.refuse(member, Code.UNKNOWN_COMMAND, "there is no /" + word.orElse("") + "; try /help");
        } else {
            publisher.answer(member, new Answer.Help(usages));
        }
    }

    private static List<Command.Usage> usages(String word) {
        return word.equals(OPERATORS)
                ? Command.FOR_OPERATORS
                : Command.usage(word).stream().toList();
    }
}
