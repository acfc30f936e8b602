package dev.parley.chat;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is settled in a room that belongs to someone. Names are those of accounts; a guest who is banned is meant by the
 * name it has.
 *
 * @param operators who may rule it as the owner does, but for who rules
 * @param members who may come in and speak where not everyone may
 * @param banned who may not come in
 * @param key what others have to know to come in; null where nothing
 * @param membersOnly whether others may not come in
 * @param moderated whether others may not speak
 * @param slowSeconds how long others wait between two messages of theirs
 */
public record RoomSettings(
        Nick owner,
        Set<Nick> operators,
        Set<Nick> members,
        Set<Nick> banned,
        @Nullable String key,
        boolean membersOnly,
        boolean moderated,
        int slowSeconds,
        @Nullable String topic) {
    /** At most so many names in each list. */
    static final int MOST_NAMES = 200;

    public RoomSettings {
        operators = copy(operators);
        members = copy(members);
        banned = copy(banned);
    }

    private static Set<Nick> copy(Set<Nick> names) {
        return names.isEmpty() ? Set.of() : Set.copyOf(names);
    }

    static RoomSettings of(Nick owner) {
        return new RoomSettings(owner, Set.of(), Set.of(), Set.of(), null, false, false, 0, null);
    }

    boolean isRuledBy(@Nullable Nick account) {
        return owner.equals(account) || contains(operators, account);
    }

    /** Whether those who rule it have let them in. */
    boolean isTrusted(@Nullable Nick account) {
        return isRuledBy(account) || contains(members, account);
    }

    boolean isBanned(Member member) {
        return contains(banned, member.account()) || banned.contains(member.nick());
    }

    private static boolean contains(Set<Nick> names, @Nullable Nick name) {
        return name != null && names.contains(name);
    }

    public RoomSettings withOwner(Nick name) {
        return new RoomSettings(name, operators, members, banned, key, membersOnly, moderated, slowSeconds, topic);
    }

    RoomSettings withOperators(Set<Nick> names) {
        return new RoomSettings(owner, names, members, banned, key, membersOnly, moderated, slowSeconds, topic);
    }

    RoomSettings withMembers(Set<Nick> names) {
        return new RoomSettings(owner, operators, names, banned, key, membersOnly, moderated, slowSeconds, topic);
    }

    RoomSettings withBanned(Set<Nick> names) {
        return new RoomSettings(owner, operators, members, names, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withKey(@Nullable String word) {
        return new RoomSettings(owner, operators, members, banned, word, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withMembersOnly(boolean on) {
        return new RoomSettings(owner, operators, members, banned, key, on, moderated, slowSeconds, topic);
    }

    public RoomSettings withModerated(boolean on) {
        return new RoomSettings(owner, operators, members, banned, key, membersOnly, on, slowSeconds, topic);
    }

    public RoomSettings withSlowSeconds(int seconds) {
        return new RoomSettings(owner, operators, members, banned, key, membersOnly, moderated, seconds, topic);
    }

    RoomSettings withTopic(String text) {
        return new RoomSettings(owner, operators, members, banned, key, membersOnly, moderated, slowSeconds, text);
    }

    /** Without someone whose name may be somebody else's soon. */
    RoomSettings without(Nick account) {
        return withOperators(minus(operators, account))
                .withMembers(minus(members, account))
                .withBanned(minus(banned, account));
    }

    static Set<Nick> plus(Set<Nick> names, Nick name) {
        Set<Nick> more = new HashSet<>(names);
        more.add(name);
        return more;
    }

    static Set<Nick> minus(Set<Nick> names, Nick name) {
        Set<Nick> fewer = new HashSet<>(names);
        fewer.remove(name);
        return fewer;
    }
}
