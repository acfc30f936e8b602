package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is settled in a room, as operators and the audit see it, which its key is none of.
 *
 * @param owner the account it belongs to; null where it is nobody's, and the rest is as for such
 * @param banned accounts
 * @param bannedNicks names under which nobody may come in; null in what was recorded before there were any
 * @param locked whether a key is needed to come in
 */
record SettledRoom(
        @Nullable String owner,
        List<String> operators,
        List<String> invited,
        List<String> banned,
        @Nullable List<String> bannedNicks,
        boolean membersOnly,
        boolean moderated,
        boolean locked,
        int slowSeconds) {
    static SettledRoom of(@Nullable RoomSettings settings) {
        return settings == null
                ? new SettledRoom(null, List.of(), List.of(), List.of(), List.of(), false, false, false, 0)
                : new SettledRoom(
                        settings.owner().value(),
                        texts(settings.operators()),
                        texts(settings.members()),
                        texts(settings.banned()),
                        texts(settings.bannedNicks()),
                        settings.membersOnly(),
                        settings.moderated(),
                        settings.key() != null,
                        settings.slowSeconds());
    }

    static List<String> texts(Collection<Nick> names) {
        return names.stream().map(Nick::value).sorted().toList();
    }

    /** Whether it had a key, which is not known here, and nothing else keeps others out now. */
    boolean opensWith(@Nullable String key) {
        return locked && key == null && !membersOnly;
    }

    /**
     * Names that are accounts no more are left out, as they may be somebody else's soon.
     *
     * @param registered the account of a name, if there is one
     *
     * @param key stays what it is now; where there is none any more only members may come in
     */
    @Nullable
    RoomSettings settings(@Nullable String key, @Nullable String topic, Function<Nick, Optional<Nick>> registered) {
        return owner == null
                ? null
                : new RoomSettings(
                        registered.apply(new Nick(owner)).orElse(Nick.OPERATOR),
                        nicks(operators, registered),
                        nicks(invited, registered),
                        nicks(banned, registered),
                        nicks(bannedNicks == null ? List.of() : bannedNicks, Optional::of),
                        key,
                        membersOnly || opensWith(key),
                        moderated,
                        slowSeconds,
                        topic);
    }

    private static Set<Nick> nicks(List<String> names, Function<Nick, Optional<Nick>> which) {
        return names.stream()
                .map(Nick::new)
                .map(which)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
