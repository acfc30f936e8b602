package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomSettings;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is settled in a room, as operators and the audit see it, which its key is none of.
 *
 * @param owner the account it belongs to; null where it is nobody's, and the rest is as for such
 * @param locked whether a key is needed to come in
 */
record SettledRoom(
        @Nullable String owner,
        List<String> operators,
        List<String> invited,
        List<String> banned,
        boolean membersOnly,
        boolean moderated,
        boolean locked,
        int slowSeconds) {
    static SettledRoom of(@Nullable RoomSettings settings) {
        return settings == null
                ? new SettledRoom(null, List.of(), List.of(), List.of(), false, false, false, 0)
                : new SettledRoom(
                        settings.owner().value(),
                        texts(settings.operators()),
                        texts(settings.members()),
                        texts(settings.banned()),
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
     * @param key stays what it is now; where there is none any more only members may come in
     */
    @Nullable
    RoomSettings settings(@Nullable String key, @Nullable String topic, Predicate<Nick> isAccount) {
        return owner == null
                ? null
                : new RoomSettings(
                        isAccount.test(new Nick(owner)) ? new Nick(owner) : Nick.OPERATOR,
                        nicks(operators, isAccount),
                        nicks(invited, isAccount),
                        nicks(banned, name -> true),
                        key,
                        membersOnly || opensWith(key),
                        moderated,
                        slowSeconds,
                        topic);
    }

    private static Set<Nick> nicks(List<String> names, Predicate<Nick> which) {
        return names.stream().map(Nick::new).filter(which).collect(Collectors.toSet());
    }
}
