package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as server operators see it.
 *
 * @param settings settings of the room; null if the room has no owner
 * @param names nicks of the announced members
 * @param life id after which members that join now can read its history
 */
public record RoomDetails(RoomSummary state, @Nullable RoomSettings settings, List<Nick> names, long life) {}
