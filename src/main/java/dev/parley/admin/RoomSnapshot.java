package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomDetails;
import dev.parley.chat.RoomSettings;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
        int slowSeconds) {
    static RoomSnapshot of(RoomDetails details) {
        RoomSettings settings = details.settings();
        String name = details.state().name().value();
        String topic = details.state().topic();
        return settings == null
                ? new RoomSnapshot(name, topic, null, List.of(), List.of(), List.of(), false, false, 0)
                : new RoomSnapshot(
                        name,
                        topic,
                        settings.owner().value(),
                        texts(settings.operators()),
                        texts(settings.members()),
                        texts(settings.banned()),
                        settings.membersOnly(),
                        settings.moderated(),
                        settings.slowSeconds());
    }

    private static List<String> texts(Collection<Nick> names) {
        return names.stream().map(Nick::value).sorted().toList();
    }

    /** @param key stays what it is now */
    @Nullable
    RoomSettings settings(@Nullable String key) {
        return owner == null
                ? null
                : new RoomSettings(
                        new Nick(owner),
                        nicks(operators),
                        nicks(invited),
                        nicks(banned),
                        key,
                        membersOnly,
                        moderated,
                        slowSeconds,
                        topic);
    }

    private static Set<Nick> nicks(List<String> names) {
        return names.stream().map(Nick::new).collect(Collectors.toSet());
    }
}
