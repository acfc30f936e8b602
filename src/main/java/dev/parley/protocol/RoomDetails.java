package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as operators of the service see it.
 *
 * @param settings what is settled in it; null where it is nobody's
 * @param names of those who are announced
 * @param life id after which those who join now can read its history
 */
public record RoomDetails(RoomSummary state, @Nullable RoomSettings settings, List<Nick> names, long life) {}
