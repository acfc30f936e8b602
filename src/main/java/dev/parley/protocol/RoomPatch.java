package dev.parley.protocol;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes that an operator makes to a room. Null values stay unchanged.
 *
 * @param topic empty to remove the topic
 * @param key empty to remove the key
 * @param slowSeconds seconds between two messages of one person; 0 for no limit
 */
public record RoomPatch(
        @Nullable String topic,
        @Nullable Nick owner,
        @Nullable Boolean membersOnly,
        @Nullable Boolean moderated,
        @Nullable String key,
        @Nullable Integer slowSeconds) {
    /** Whether the patch changes settings, which only rooms with an owner have. */
    public boolean hasSettings() {
        return owner != null || membersOnly != null || moderated != null || key != null || slowSeconds != null;
    }

    public RoomSettings applied(RoomSettings before) {
        RoomSettings settings = before;
        if (owner != null) {
            settings = settings.withOwner(owner).withoutBans(Set.of(owner));
        }
        if (membersOnly != null) {
            settings = settings.withMembersOnly(membersOnly);
        }
        if (moderated != null) {
            settings = settings.withModerated(moderated);
        }
        if (key != null) {
            settings = settings.withKey(key.isEmpty() ? null : key);
        }
        return slowSeconds == null ? settings : settings.withSlowSeconds(slowSeconds);
    }

    /** Describes the changed settings as the room's members see them, without the key itself. */
    public String description() {
        return Stream.of(
                        owner == null ? "" : "owned by " + owner,
                        membersOnly == null ? "" : "members-only " + onOrOff(membersOnly),
                        moderated == null ? "" : "moderated " + onOrOff(moderated),
                        key == null ? "" : "key " + onOrOff(!key.isEmpty()),
                        slowSeconds == null ? "" : "slow " + slowSeconds)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String onOrOff(boolean on) {
        return on ? "on" : "off";
    }
}
