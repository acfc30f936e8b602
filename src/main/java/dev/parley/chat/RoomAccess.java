package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes the access to a room: invitations, kicks, bans and operators. Every name is resolved to an identity. */
final class RoomAccess {
    private final IdentityResolver identities;
    private final Presence presence;
    private final RoomUpdates updates;
    private final ResumeTokens resumeTokens;
    private final EventPublisher publisher;

    RoomAccess(
            IdentityResolver identities,
            Presence presence,
            RoomUpdates updates,
            ResumeTokens resumeTokens,
            EventPublisher publisher) {
        this.identities = identities;
        this.presence = presence;
        this.updates = updates;
        this.resumeTokens = resumeTokens;
        this.publisher = publisher;
    }

    void operator(Member member, Room room, RoomSettings settings, RoomSettingChange.Operator operator) {
        if (!settings.owner().equals(member.account())) {
            publisher.refuse(
                    member, StatusCode.NOT_ALLOWED, "only the owner of " + room.name() + " can change its operators");
            return;
        }
        Set<Nick> removable = operator.on() ? Set.of() : settings.operators();
        account(member, operator.nick(), removable).ifPresent(name -> {
            Set<Nick> names = operator.on()
                    ? RoomSettings.plus(settings.operators(), name)
                    : RoomSettings.minus(settings.operators(), name);
            updates.changeNames(
                    member,
                    room,
                    names,
                    operator.on()
                            ? settings.withOperators(names).withoutBans(Set.of(name))
                            : settings.withOperators(names),
                    (operator.on() ? "op " : "deop ") + name);
        });
    }

    /**
     * Finds the account that a name stands for; refuses the command if there is no such account.
     *
     * @param removable names that are accepted even if they stand for no account
     */
    private Optional<Nick> account(Member member, String text, Set<Nick> removable) {
        Optional<Nick> named = named(member, text);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Nick name = named.get();
        Optional<Identity> identity = identities.find(name);
        if (identity.isPresent() && identity.get() instanceof Identity.Account account) {
            return Optional.of(account.name());
        }
        if (removable.contains(name)) {
            return Optional.of(name);
        }
        if (identity.isPresent()) {
            publisher.refuse(
                    member, StatusCode.BAD_ARGUMENT, "only accounts can be operators, and " + name + " is a guest");
        } else {
            refuseNoSuchUser(member, name);
        }
        return Optional.empty();
    }

    private void refuseNoSuchUser(Member member, Nick name) {
        publisher.refuse(member, StatusCode.NO_SUCH_USER, "nobody is called " + name);
    }

    void invite(Member member, Room room, RoomSettings settings, String text, MuteFilter.Verdict verdict) {
        found(member, text).ifPresent(identity -> {
            List<Member> connections = identities.connections(identity);
            RoomSettings unbanned = settings.withoutBans(names(identity, connections));
            boolean isInvited = switch (identity) {
                case Identity.Account account -> {
                    Set<Nick> members = RoomSettings.plus(settings.members(), account.name());
                    yield updates.changeNames(
                            member, room, members, unbanned.withMembers(members), "member " + account.name());
                }
                case Identity.Connection guest -> {
                    room.inviteGuest(guest.member());
                    updates.change(member.nick(), room, unbanned, "invited " + guest.name());
                    yield true;
                }
            };
            if (isInvited) {
                room.unbanGuests(connections, identity.name());
                if (!verdict.isShadowed()) {
                    notifyOfInvitation(member, room, connections);
                }
            }
        });
    }

    private void notifyOfInvitation(Member member, Room room, List<Member> connections) {
        var invitation = new Reply.Notice(member.nick() + " invites you to " + room.name() + ": /join " + room.name());
        connections.forEach(connection -> publisher.answer(connection, invitation));
    }

    /** Returns all names by which an identity may be banned. */
    private static Set<Nick> names(Identity identity, List<Member> connections) {
        return Stream.concat(Stream.of(identity.name()), connections.stream().map(Member::nick))
                .collect(Collectors.toSet());
    }

    void kick(Member member, Room room, RoomSettings settings, Command.Kick kick, MuteFilter.Verdict verdict) {
        found(member, kick.nick())
                .filter(identity -> mayExpel(member, room, settings, identity))
                .ifPresent(identity -> {
                    if (!expel(member, room, identity, shown(kick.reason(), verdict))) {
                        publisher.refuse(member, StatusCode.NO_SUCH_USER, kick.nick() + " is not in " + room.name());
                    }
                });
    }

    /**
     * Whether a member may expel an identity. Nobody may expel the owner. Only the owner may expel an operator, but
     * operators may expel themselves.
     */
    private boolean mayExpel(Member member, Room room, RoomSettings settings, Identity identity) {
        Nick name = identity.name();
        boolean isOwner =
                identity instanceof Identity.Account && settings.owner().equals(name);
        boolean isOperator =
                identity instanceof Identity.Account && settings.operators().contains(name);
        if (isOwner) {
            publisher.refuse(
                    member,
                    StatusCode.NOT_ALLOWED,
                    name + " owns " + room.name() + "; the owner cannot be kicked or banned");
            return false;
        }
        if (isOperator && !settings.owner().equals(member.account()) && !name.equals(member.account())) {
            publisher.refuse(
                    member,
                    StatusCode.NOT_ALLOWED,
                    name + " is an operator of " + room.name() + "; only the owner can kick or ban operators");
            return false;
        }
        return true;
    }

    /**
     * Removes all connections of an identity, including lost ones, from a room. Returns whether any was in the room.
     */
    private boolean expel(Member by, Room room, Identity identity, String reason) {
        List<Member> expelled =
                identities.connections(identity).stream().filter(room::has).toList();
        expelled.stream().map(Member::nick).distinct().forEach(nick -> {
            var kicked = new ChatEvent.Kicked(publisher.nextStamp(), room.name(), by.nick(), nick, reason);
            publisher.publish(kicked, Audience.of(room));
        });
        expelled.forEach(connection -> presence.expel(connection, room));
        if (identity instanceof Identity.Account account) {
            resumeTokens.expelled(account.name(), room.name());
        }
        return !expelled.isEmpty();
    }

    void ban(Member member, Room room, RoomSettings settings, Command.Ban ban, MuteFilter.Verdict verdict) {
        found(member, ban.nick())
                .filter(identity -> mayExpel(member, room, settings, identity))
                .filter(identity -> ban(member, room, settings, identity))
                .ifPresent(identity -> expel(member, room, identity, shown(ban.reason(), verdict)));
    }

    private static String shown(String reason, MuteFilter.Verdict verdict) {
        return verdict.isShadowed() ? "" : reason;
    }

    private boolean ban(Member member, Room room, RoomSettings settings, Identity identity) {
        Nick name = identity.name();
        return switch (identity) {
            case Identity.Account account -> {
                Set<Nick> banned = RoomSettings.plus(settings.banned(), name);
                yield updates.changeNames(
                        member, room, banned, settings.without(name).withBanned(banned), "ban " + name);
            }
            case Identity.Connection guest -> {
                Set<Nick> banned = RoomSettings.plus(settings.bannedNicks(), name);
                boolean isBanned =
                        updates.changeNames(member, room, banned, settings.withBannedNicks(banned), "ban " + name);
                if (isBanned) {
                    room.banGuest(guest.member());
                }
                yield isBanned;
            }
        };
    }

    /**
     * Lifts all bans of a name, and of the identity that the name stands for. The name need not belong to anyone any
     * more.
     */
    void unban(Member member, Room room, RoomSettings settings, String text) {
        named(member, text).ifPresent(name -> {
            Optional<Identity> identity = identities.find(name);
            List<Member> connections = identity.map(identities::connections).orElse(List.of());
            Set<Nick> names = RoomSettings.plus(
                    identity.map(known -> names(known, connections)).orElse(Set.of()), name);
            Set<Nick> guests = room.unbanGuests(connections, name);
            RoomSettings unbanned = settings.withoutBans(names).withoutBans(guests);
            if (identity.isEmpty() && guests.isEmpty() && unbanned.equals(settings)) {
                refuseNoSuchUser(member, name);
            } else {
                Nick shown = identity.map(Identity::name).orElse(name);
                updates.change(member.nick(), room, unbanned, "unban " + shown);
            }
        });
    }

    /** Finds the identity that a name stands for; refuses the command if there is no such identity. */
    private Optional<Identity> found(Member member, String text) {
        return named(member, text).flatMap(name -> {
            Optional<Identity> identity = identities.find(name);
            if (identity.isEmpty()) {
                refuseNoSuchUser(member, name);
            }
            return identity;
        });
    }

    private Optional<Nick> named(Member member, String text) {
        Optional<Nick> nick = Nick.of(text);
        if (nick.isEmpty()) {
            publisher.refuse(member, StatusCode.NICK_INVALID, Nick.invalid(text));
        }
        return nick;
    }
}
