package dev.parley.chat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What owners and operators of a room do in it: settle what may be done there, and who may be there. */
final class Ruling {
    /** At most so many rooms of one account; one more belongs to nobody. */
    private static final int MOST_OWNED = 10;

    private final ChatLimits limits;
    private final Nicks nicks;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Muting muting;
    private final Delivery delivery;
    private final Stamps stamps;

    Ruling(
            ChatLimits limits,
            Nicks nicks,
            Rooms rooms,
            Attendance attendance,
            Muting muting,
            Delivery delivery,
            Stamps stamps) {
        this.limits = limits;
        this.nicks = nicks;
        this.rooms = rooms;
        this.attendance = attendance;
        this.muting = muting;
        this.delivery = delivery;
        this.stamps = stamps;
    }

    /** A room that was just opened belongs to who opened it, if that is someone. */
    void claim(Member member, Room room) {
        Nick account = member.account();
        if (account == null) {
            return;
        }
        if (rooms.ownedBy(account).size() >= MOST_OWNED) {
            delivery.answer(member, new Answer.Notice("you own " + MOST_OWNED + " rooms, so this one is nobody's"));
        } else {
            settle(member.nick(), room, RoomSettings.of(account), "owned by " + account);
        }
    }

    /** Whether the room a member speaks in is for it to rule. */
    boolean isRuledBy(Member member) {
        RoomSettings settings = member.active().settings();
        return settings != null && settings.isRuledBy(member.account());
    }

    void carryOut(Member member, Command.OfRoom command) {
        Room room = member.active();
        RoomSettings settings = room.settings();
        if (settings == null) {
            delivery.refuse(member, Code.NOT_ALLOWED, room.name() + " is nobody's, so nobody can rule it");
        } else if (command instanceof Command.RuleRoom rule && rule.change().isEmpty()) {
            delivery.answer(member, new Answer.Settled(room.name(), settings, settings.isTrusted(member.account())));
        } else if (!settings.isRuledBy(member.account())) {
            delivery.refuse(member, Code.NOT_ALLOWED, "only its owner and operators can do that in " + room.name());
        } else {
            rule(member, room, settings, command);
        }
    }

    private void rule(Member member, Room room, RoomSettings settings, Command.OfRoom command) {
        switch (command) {
            case Command.RuleRoom rule -> rule.change().ifPresent(change -> change(member, room, settings, change));
            case Command.Invite invite -> invite(member, room, settings, invite.nick());
            case Command.Kick kick -> kick(member, room, settings, kick);
            case Command.Ban ban -> ban(member, room, settings, ban);
            case Command.Unban unban -> unban(member, room, settings, unban.nick());
        }
    }

    private void change(Member member, Room room, RoomSettings settings, RoomChange change) {
        Nick by = member.nick();
        switch (change) {
            case RoomChange.MembersOnly only ->
                settle(by, room, settings.withMembersOnly(only.on()), "members-only " + word(only.on()));
            case RoomChange.Moderated moderated ->
                settle(by, room, settings.withModerated(moderated.on()), "moderated " + word(moderated.on()));
            case RoomChange.Slow slow ->
                settle(by, room, settings.withSlowSeconds(slow.seconds()), "slow " + slow.seconds());
            case RoomChange.Key key ->
                settle(by, room, settings.withKey(key.word()), "key " + word(key.word() != null));
            case RoomChange.Operator operator -> operator(member, room, settings, operator);
            case RoomChange.GiveUp given -> giveUp(member, room, settings);
        }
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    private void operator(Member member, Room room, RoomSettings settings, RoomChange.Operator operator) {
        if (!settings.owner().equals(member.account())) {
            delivery.refuse(
                    member, Code.NOT_ALLOWED, "only the owner of " + room.name() + " says who its operators are");
            return;
        }
        named(member, operator.nick()).ifPresent(name -> {
            Set<Nick> names = operator.on()
                    ? RoomSettings.plus(settings.operators(), name)
                    : RoomSettings.minus(settings.operators(), name);
            settleNames(
                    member,
                    room,
                    names,
                    settings.withOperators(names),
                    operator.on() ? "operator " + name : "no operator " + name);
        });
    }

    private void giveUp(Member member, Room room, RoomSettings settings) {
        if (settings.owner().equals(member.account())) {
            settle(member.nick(), room, null, "nobody's");
            rooms.closeIfEmpty(room);
        } else {
            delivery.refuse(member, Code.NOT_ALLOWED, "only the owner can give " + room.name() + " up");
        }
    }

    private void invite(Member member, Room room, RoomSettings settings, String nick) {
        named(member, nick).ifPresent(name -> {
            Set<Nick> names = RoomSettings.plus(settings.members(), name);
            Set<Nick> banned = RoomSettings.minus(settings.banned(), name);
            boolean isMember =
                    settleNames(member, room, names, settings.withMembers(names).withBanned(banned), "member " + name);
            if (isMember && !muting.isShadowed(member)) {
                var invitation =
                        new Answer.Notice(member.nick() + " invites you to " + room.name() + ": /join " + room.name());
                nicks.holders(name).forEach(holder -> delivery.answer(holder, invitation));
            }
        });
    }

    private void kick(Member member, Room room, RoomSettings settings, Command.Kick kick) {
        named(member, kick.nick()).ifPresent(name -> {
            if (settings.owner().equals(name)) {
                delivery.refuse(member, Code.NOT_ALLOWED, name + " owns " + room.name());
            } else if (!kick(member, room, name, kick.reason())) {
                delivery.refuse(member, Code.NO_SUCH_USER, "nobody in " + room.name() + " is called " + name);
            }
        });
    }

    /** Whether someone of that name was there. */
    private boolean kick(Member by, Room room, Nick name, String reason) {
        List<Member> kicked = nicks.holders(name).stream().filter(room::has).toList();
        if (!kicked.isEmpty()) {
            String told = muting.isShadowed(by) ? "" : reason;
            var event = new Event.Kicked(stamps.next(), room.name(), by.nick(), name, told);
            delivery.deliver(event, room.listeners(), null);
            kicked.forEach(member -> attendance.expel(member, room));
        }
        return !kicked.isEmpty();
    }

    private void ban(Member member, Room room, RoomSettings settings, Command.Ban ban) {
        named(member, ban.nick()).ifPresent(name -> {
            Set<Nick> names = RoomSettings.plus(settings.banned(), name);
            if (settings.owner().equals(name)) {
                delivery.refuse(member, Code.NOT_ALLOWED, name + " owns " + room.name());
            } else if (settleNames(member, room, names, settings.without(name).withBanned(names), "ban " + name)) {
                kick(member, room, name, ban.reason());
            }
        });
    }

    private void unban(Member member, Room room, RoomSettings settings, String nick) {
        named(member, nick).ifPresent(name -> {
            Set<Nick> names = RoomSettings.minus(settings.banned(), name);
            settleNames(member, room, names, settings.withBanned(names), "no ban " + name);
        });
    }

    private Optional<Nick> named(Member member, String text) {
        Optional<Nick> nick = Nick.of(text);
        if (nick.isEmpty()) {
            delivery.answer(member, NickPolicy.INVALID);
        }
        return nick;
    }

    /** Whether the list is not too long. */
    private boolean settleNames(Member member, Room room, Set<Nick> names, RoomSettings settings, String what) {
        boolean fits = names.size() <= RoomSettings.MOST_NAMES;
        if (fits) {
            settle(member.nick(), room, settings, what);
        } else {
            delivery.refuse(
                    member, Code.BAD_ARGUMENT, "there are " + RoomSettings.MOST_NAMES + " names on that list already");
        }
        return fits;
    }

    private void settle(Nick by, Room room, @Nullable RoomSettings settings, String what) {
        room.settle(settings);
        delivery.deliver(new Event.RoomSet(stamps.next(), room.name(), by, what, settings), room.listeners(), null);
    }

    void topic(Member member, String text) {
        if (text.codePointCount(0, text.length()) > limits.topicLength()) {
            delivery.refuse(member, Code.BAD_ARGUMENT, "a topic has at most " + limits.topicLength() + " characters");
            return;
        }
        Room room = member.active();
        RoomSettings settings = room.settings();
        if (settings != null && !settings.isRuledBy(member.account())) {
            delivery.refuse(member, Code.NOT_ALLOWED, "only its owner and operators set the topic of " + room.name());
            return;
        }
        attendance.announce(member);
        if (!muting.isShadowed(member)) {
            setTopic(member, room, settings, text);
        }
        var set = new Event.TopicSet(stamps.next(), room.name(), member.nick(), text);
        muting.tell(member, set, room.listeners(), member);
        delivery.answer(member, new Answer.YouSetTopic(set));
    }

    /** The topic is told as one; that it is settled too, where the room is somebody's, is told to nobody. */
    private void setTopic(Member member, Room room, @Nullable RoomSettings settings, String topic) {
        if (settings == null) {
            room.topic(topic);
            return;
        }
        room.settle(settings.withTopic(topic));
        var set = new Event.RoomSet(stamps.next(), room.name(), member.nick(), "topic", room.settings());
        delivery.deliver(set, List.of(), null);
    }

    /** The account is no more, and its name may be somebody else's soon. */
    void forget(Nick account) {
        for (Room room : rooms.settled()) {
            RoomSettings settings = room.settings();
            if (settings == null) {
                continue;
            }
            if (settings.owner().equals(account)) {
                settle(account, room, null, "nobody's");
                rooms.closeIfEmpty(room);
            } else if (settings.operators().contains(account)
                    || settings.members().contains(account)) {
                settle(account, room, settings.without(account), "without " + account);
            }
        }
    }
}
