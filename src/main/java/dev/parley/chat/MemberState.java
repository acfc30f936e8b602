package dev.parley.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member as seen from outside the chat.
 *
 * @param account its registered name, if it has proved one
 * @param active the room it speaks in, one of its rooms
 */
public record MemberState(
        Nick nick, @Nullable Nick account, boolean announced, List<RoomName> rooms, RoomName active, Format format) {}
