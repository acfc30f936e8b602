package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomDetails;
import dev.parley.chat.RoomSettings;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A room as the audit keeps it, which its key is none of.
 *
 * @param owner null where it was nobody's
 */
record RoomSnapshot(
        String name,
        @Nullable String topic,
        @Nullable String owner,
        List<String> operators,
        List<String> invited,
        List<String> banned,
        boolean membersOnly,
        boolean moderated,
        boolean locked,
        int slowSeconds) {
    static RoomSnapshot of(RoomDetails details) {
        RoomSettings settings = details.settings();
        String name = details.state().name().value();
        String topic = details.state().topic();
        return settings == null
                ? new RoomSnapshot(name, topic, null, List.of(), List.of(), List.of(), false, false, false, 0)
                : new RoomSnapshot(
                        name,
                        topic,
                        settings.owner().value(),
                        texts(settings.operators()),
                        texts(settings.members()),
                        texts(settings.banned()),
                        settings.membersOnly(),
                        settings.moderated(),
                        settings.key() != null,
                        settings.slowSeconds());
    }

    private static List<String> texts(Collection<Nick> names) {
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
    RoomSettings settings(@Nullable String key, Predicate<Nick> isAccount) {
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
