package dev.parley.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an owned room. Names are those of accounts, except {@code bannedNicks}.
 *
 * @param operators accounts with the rights of the owner, except changing the owner or the operators
 * @param members accounts that may enter and speak where not everyone may
 * @param banned accounts that may not enter
 * @param bannedNicks nicks under which guests were banned; they may not enter
 * @param key key that others need to enter; null for none
 * @param membersOnly whether others may not enter
 * @param moderated whether others may not speak
 * @param slowSeconds seconds that others wait between two of their messages
 */
public record RoomSettings(
        Nick owner,
        Set<Nick> operators,
        Set<Nick> members,
        Set<Nick> banned,
        Set<Nick> bannedNicks,
        @Nullable String key,
        boolean membersOnly,
        boolean moderated,
        int slowSeconds,
        @Nullable String topic) {
    /** Most names in each list. */
    public static final int MAX_NAMES = 200;

    public RoomSettings {
        operators = copy(operators);
        members = copy(members);
        banned = copy(banned);
        bannedNicks = copy(bannedNicks);
    }

    private static Set<Nick> copy(Set<Nick> names) {
        return names.isEmpty() ? Set.of() : Set.copyOf(names);
    }

    public static RoomSettings of(Nick owner) {
        return new RoomSettings(owner, Set.of(), Set.of(), Set.of(), Set.of(), null, false, false, 0, null);
    }

    public boolean isRuledBy(@Nullable Nick account) {
        return owner.equals(account) || contains(operators, account);
    }

    /** Whether an account is the owner, an operator or a member. */
    public boolean isTrusted(@Nullable Nick account) {
        return isRuledBy(account) || contains(members, account);
    }

    public boolean isBanned(Nick nick, @Nullable Nick account) {
        return contains(banned, account) || bannedNicks.contains(nick);
    }

    private static boolean contains(Set<Nick> names, @Nullable Nick name) {
        return name != null && names.contains(name);
    }

    public RoomSettings withOwner(Nick name) {
        return new RoomSettings(
                name, operators, members, banned, bannedNicks, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withOperators(Set<Nick> names) {
        return new RoomSettings(
                owner, names, members, banned, bannedNicks, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withMembers(Set<Nick> names) {
        return new RoomSettings(
                owner, operators, names, banned, bannedNicks, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withBanned(Set<Nick> names) {
        return new RoomSettings(
                owner, operators, members, names, bannedNicks, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withBannedNicks(Set<Nick> names) {
        return new RoomSettings(
                owner, operators, members, banned, names, key, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withKey(@Nullable String word) {
        return new RoomSettings(
                owner, operators, members, banned, bannedNicks, word, membersOnly, moderated, slowSeconds, topic);
    }

    public RoomSettings withMembersOnly(boolean on) {
        return new RoomSettings(owner, operators, members, banned, bannedNicks, key, on, moderated, slowSeconds, topic);
    }

    public RoomSettings withModerated(boolean on) {
        return new RoomSettings(
                owner, operators, members, banned, bannedNicks, key, membersOnly, on, slowSeconds, topic);
    }

    public RoomSettings withSlowSeconds(int seconds) {
        return new RoomSettings(
                owner, operators, members, banned, bannedNicks, key, membersOnly, moderated, seconds, topic);
    }

    public RoomSettings withTopic(@Nullable String text) {
        return new RoomSettings(
                owner, operators, members, banned, bannedNicks, key, membersOnly, moderated, slowSeconds, text);
    }

    /** Describes in words how the settings newly close the room to others. */
    public List<String> closings(@Nullable RoomSettings before) {
        List<String> closings = new ArrayList<>();
        if (membersOnly && (before == null || !before.membersOnly())) {
            closings.add("is for members only");
        }
        if (key != null && (before == null || !key.equals(before.key()))) {
            closings.add("has a key");
        }
        return closings;
    }

    /** Whether the account is on any list. */
    public boolean names(Nick account) {
        return operators.contains(account) || members.contains(account) || banned.contains(account);
    }

    /** Returns the settings without a deleted account, because somebody else may soon register its name. */
    public RoomSettings without(Nick account) {
        return withOperators(minus(operators, account))
                .withMembers(minus(members, account))
                .withBanned(minus(banned, account));
    }

    /** Returns the settings without bans of these names, whether they are accounts or nicks. */
    public RoomSettings withoutBans(Set<Nick> names) {
        return withBanned(minus(banned, names)).withBannedNicks(minus(bannedNicks, names));
    }

    /**
     * Returns the settings without names that are not accounts, because a later owner of such a name would get its
     * rights. A ban of such a name becomes a ban of a nick.
     *
     * @return null if the owner is not an account
     */
    public @Nullable RoomSettings withAccountsOnly(Function<Nick, Optional<Nick>> registered) {
        Optional<Nick> registeredOwner = owner.equals(Nick.OPERATOR) ? Optional.of(owner) : registered.apply(owner);
        Set<Nick> nicks = new HashSet<>(bannedNicks);
        banned.stream().filter(name -> registered.apply(name).isEmpty()).forEach(nicks::add);
        return registeredOwner
                .map(name -> withOwner(name)
                        .withOperators(accounts(operators, registered))
                        .withMembers(accounts(members, registered))
                        .withBanned(accounts(banned, registered))
                        .withBannedNicks(nicks))
                .orElse(null);
    }

    private static Set<Nick> accounts(Set<Nick> names, Function<Nick, Optional<Nick>> registered) {
        return names.stream().map(registered).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    public static Set<Nick> plus(Set<Nick> names, Nick name) {
        Set<Nick> more = new HashSet<>(names);
        more.add(name);
        return more;
    }

    public static Set<Nick> minus(Set<Nick> names, Nick name) {
        return minus(names, Set.of(name));
    }

    private static Set<Nick> minus(Set<Nick> names, Set<Nick> others) {
        Set<Nick> fewer = new HashSet<>(names);
        fewer.removeAll(others);
        return fewer;
    }
}
