package dev.parley.rest.rooms;

import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettings;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is settled in a room, as operators and the audit see it, which its key is none of.
 *
 * @param owner the account it belongs to; null where it is nobody's, and the rest is as for such
 * @param banned accounts
 * @param bannedNicks names under which nobody may come in
 * @param locked whether a key is needed to come in
 */
record RoomSettingsView(
        @Nullable String owner,
        List<String> operators,
        List<String> invited,
        List<String> banned,
        List<String> bannedNicks,
        boolean membersOnly,
        boolean moderated,
        boolean locked,
        int slowSeconds) {
    static RoomSettingsView of(@Nullable RoomSettings settings) {
        return settings == null
                ? new RoomSettingsView(null, List.of(), List.of(), List.of(), List.of(), false, false, false, 0)
                : new RoomSettingsView(
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
}
