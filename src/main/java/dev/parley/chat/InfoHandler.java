package dev.parley.chat;

import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnknownCommands;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Handles commands that only show something to their sender. */
final class InfoHandler implements CommandDispatcher.CommandHandler {
    /** Argument of the help command that lists the commands of operators. */
    private static final String OPERATORS = "operators";

    private static final String REGISTER = "register";

    private final Rooms rooms;
    private final AwayStatus awayStatus;
    private final Registration registration;
    private final List<Command.Usage> commands;
    private final EventPublisher publisher;

    InfoHandler(Rooms rooms, AwayStatus awayStatus, Registration registration, EventPublisher publisher) {
        this.rooms = rooms;
        this.awayStatus = awayStatus;
        this.registration = registration;
        this.commands = registration == Registration.OPEN
                ? Command.FOR_ALL
                : Command.FOR_ALL.stream()
                        .filter(usage -> !Command.word(usage).equals(REGISTER))
                        .toList();
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Rooms.class, (member, list) -> rooms(member));
        dispatcher.on(Command.Who.class, (member, who) -> who(member, who.room()));
        dispatcher.on(Command.Help.class, (member, help) -> help(member, help.command()));
    }

    private void rooms(Member member) {
        List<RoomSummary> all = rooms.states();
        Nick unannounced = unannounced(member, rooms.lobby());
        List<RoomSummary> listed = all.stream()
                .limit(ChatLimits.MAX_LISTED)
                .map(room -> unannounced != null && room.name().equals(RoomName.LOBBY) ? room.withOneMore() : room)
                .map(RoomSummary::brief)
                .toList();
        publisher.answer(member, new Reply.RoomList(listed, all.size() - listed.size(), unannounced));
    }

    private void who(Member member, Optional<String> wanted) {
        String name = wanted.orElse(member.active().name().value());
        rooms.find(name)
                .ifPresentOrElse(
                        room -> who(member, room),
                        () -> publisher.refuse(member, StatusCode.NO_SUCH_ROOM, rooms.missing(name)));
    }

    private void who(Member member, Room room) {
        Nick unannounced = unannounced(member, room);
        List<Nick> names = Stream.concat(Stream.ofNullable(unannounced), room.names().stream())
                .limit(ChatLimits.MAX_LISTED)
                .toList();
        int unlisted = room.members() + (unannounced == null ? 0 : 1) - names.size();
        List<Nick> away = names.stream().filter(awayStatus::isAway).toList();
        publisher.answer(
                member,
                new Reply.Names(
                        room.name(), names, away, unlisted, room.listeners().size(), unannounced));
    }

    /** Returns the nick of a member that is in a room and not yet announced; null for any other member. */
    private static @Nullable Nick unannounced(Member member, Room room) {
        return member.announced() || !room.has(member) ? null : member.nick();
    }

    private void help(Member member, Optional<String> word) {
        if (registration == Registration.CLOSED && word.equals(Optional.of(REGISTER))) {
            registration.refusal().ifPresent(refused -> publisher.answer(member, refused));
            return;
        }
        List<Command.Usage> usages = word.map(InfoHandler::usages).orElse(commands);
        if (usages.isEmpty()) {
            Command.Invalid unknown = UnknownCommands.error(word.orElse(""), "");
            publisher.refuse(member, unknown.code(), unknown.text());
        } else {
            publisher.answer(
                    member, new Reply.Help(usages, word.isEmpty() ? Reply.Help.Layout.GROUPS : Reply.Help.Layout.LIST));
        }
    }

    private static List<Command.Usage> usages(String word) {
        return word.equals(OPERATORS)
                ? Command.FOR_OPERATORS
                : Command.usage(word).stream().toList();
    }
}
