package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.StatusCode;
import java.util.Optional;

/** Handles the commands of owners and operators of a room, which change its settings and access. */
final class RoomCommandHandler implements CommandDispatcher.CommandHandler {
    /** Most rooms that one account can own; a further room that it creates has no owner. */
    private static final int MAX_OWNED_ROOMS = 10;

    private final ChatLimits limits;
    private final Rooms rooms;
    private final Presence presence;
    private final RoomAccess access;
    private final RoomUpdates updates;
    private final EventPublisher publisher;

    RoomCommandHandler(
            ChatLimits limits,
            Rooms rooms,
            Presence presence,
            RoomAccess access,
            RoomUpdates updates,
            EventPublisher publisher) {
        this.limits = limits;
        this.rooms = rooms;
        this.presence = presence;
        this.access = access;
        this.updates = updates;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.onEach(Command.RoomCommand.class, this::carryOut);
        dispatcher.on(Command.Topic.class, this::topic);
    }

    /** Makes a logged-in member the owner of a room that it has just created. */
    void claim(Member member, Room room) {
        Nick account = member.account();
        if (account == null) {
            return;
        }
        if (publisher.refusalToStore().isPresent()) {
            publisher.answer(
                    member, new Reply.Notice("owners of rooms cannot be stored now, so this room has no owner"));
        } else if (rooms.ownedBy(account).size() >= MAX_OWNED_ROOMS) {
            publisher.answer(
                    member,
                    new Reply.Notice("you own " + MAX_OWNED_ROOMS + " rooms, the maximum, so this room has no owner"));
        } else {
            updates.change(member.nick(), room, RoomSettings.of(account), "owned by " + account);
        }
    }

    /** Whether a member is the owner or an operator of the room it speaks in. */
    boolean isRuledBy(Member member) {
        RoomSettings settings = member.active().settings();
        return settings != null && settings.isRuledBy(member.account());
    }

    private void carryOut(Member member, Command.RoomCommand command, MuteFilter.Verdict verdict) {
        Room room = member.active();
        RoomSettings settings = room.settings();
        if (settings == null) {
            publisher.refuse(member, StatusCode.NOT_ALLOWED, room.name() + " has no owner");
        } else if (command instanceof Command.ConfigureRoom rule
                && rule.change().isEmpty()) {
            publisher.answer(
                    member, new Reply.RoomSettingsShown(room.name(), settings, settings.isTrusted(member.account())));
        } else if (!settings.isRuledBy(member.account())) {
            publisher.refuse(
                    member, StatusCode.NOT_ALLOWED, "only the owner and operators of " + room.name() + " can do that");
        } else {
            refusalToStore(command)
                    .ifPresentOrElse(
                            refusal -> publisher.answer(member, refusal),
                            () -> rule(member, room, settings, command, verdict));
        }
    }

    /** Returns why a command cannot be carried out now. A kick changes no settings, and is always possible. */
    private Optional<Reply.Rejected> refusalToStore(Command.RoomCommand command) {
        return command instanceof Command.Kick ? Optional.empty() : publisher.refusalToStore();
    }

    private void rule(
            Member member, Room room, RoomSettings settings, Command.RoomCommand command, MuteFilter.Verdict verdict) {
        switch (command) {
            case Command.ConfigureRoom rule ->
                rule.change().ifPresent(change -> change(member, room, settings, change));
            case Command.Invite invite -> access.invite(member, room, settings, invite.nick(), verdict);
            case Command.Kick kick -> access.kick(member, room, settings, kick, verdict);
            case Command.Ban ban -> access.ban(member, room, settings, ban, verdict);
            case Command.Unban unban -> access.unban(member, room, settings, unban.nick());
        }
    }

    private void change(Member member, Room room, RoomSettings settings, RoomSettingChange change) {
        Nick by = member.nick();
        switch (change) {
            case RoomSettingChange.MembersOnly only ->
                updates.change(by, room, settings.withMembersOnly(only.on()), "members-only " + word(only.on()));
            case RoomSettingChange.Moderated moderated ->
                updates.change(by, room, settings.withModerated(moderated.on()), "moderated " + word(moderated.on()));
            case RoomSettingChange.Slow slow ->
                updates.change(by, room, settings.withSlowSeconds(slow.seconds()), "slow " + slow.seconds());
            case RoomSettingChange.Key key ->
                updates.change(by, room, settings.withKey(key.word()), "key " + word(key.word() != null));
            case RoomSettingChange.Operator operator -> access.operator(member, room, settings, operator);
            case RoomSettingChange.GiveUp given -> giveUp(member, room, settings);
        }
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    private void giveUp(Member member, Room room, RoomSettings settings) {
        if (settings.owner().equals(member.account())) {
            updates.change(member.nick(), room, null, "no owner");
            rooms.disown(room);
        } else {
            publisher.refuse(member, StatusCode.NOT_ALLOWED, "only the owner of " + room.name() + " can drop it");
        }
    }

    private void topic(Member member, Command.Topic topic, MuteFilter.Verdict verdict) {
        Room room = member.active();
        topic.text()
                .ifPresentOrElse(
                        text -> setTopic(member, room, text, verdict),
                        () -> publisher.answer(member, new Reply.Topic(room.name(), room.topic())));
    }

    private void setTopic(Member member, Room room, String text, MuteFilter.Verdict verdict) {
        if (text.codePointCount(0, text.length()) > limits.topicLength()) {
            publisher.refuse(
                    member, StatusCode.BAD_ARGUMENT, "a topic has at most " + limits.topicLength() + " characters");
            return;
        }
        RoomSettings settings = room.settings();
        if (settings != null && !settings.isRuledBy(member.account())) {
            publisher.refuse(
                    member, StatusCode.NOT_ALLOWED, "only the owner and operators can set the topic of " + room.name());
            return;
        }
        if (text.isEmpty() && room.topic() == null) {
            publisher.answer(member, new Reply.Topic(room.name(), null));
            return;
        }
        Optional<Reply.Rejected> refusal = settings == null ? Optional.empty() : publisher.refusalToStore();
        if (refusal.isPresent()) {
            publisher.answer(member, refusal.get());
            return;
        }
        presence.announce(member);
        if (!verdict.isShadowed()) {
            updates.setTopic(member.nick(), room, text);
        }
        var set = new ChatEvent.TopicSet(publisher.nextStamp(), room.name(), member.nick(), text);
        publisher.publishUnlessShadowed(member, verdict, set, Audience.of(room).without(member));
        publisher.answer(member, new Reply.YouSetTopic(set));
    }

    /** Removes a deleted account from the settings of all rooms, because somebody else may soon register its name. */
    void forget(Nick account) {
        for (Room room : rooms.owned()) {
            RoomSettings settings = room.settings();
            if (settings == null) {
                continue;
            }
            if (settings.owner().equals(account)) {
                updates.change(account, room, null, "no owner");
                rooms.disown(room);
            } else if (settings.names(account)) {
                updates.change(account, room, settings.without(account), "removed " + account);
            }
        }
    }
}
