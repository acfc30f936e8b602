package dev.parley.rest.rooms;

import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettings;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Room settings as shown to operators and in the audit; the key is omitted.
 *
 * @param owner account of the owner; null if the room has no owner, in which case the other settings are the defaults
 * @param banned accounts that may not enter
 * @param bannedNicks nicks that may not enter
 * @param locked whether a key is needed to join
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
