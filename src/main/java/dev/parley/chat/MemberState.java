package dev.parley.chat;

import java.util.List;

/**
 * A member as seen from outside the chat.
 *
 * @param active the room it speaks in, one of its rooms
 */
public record MemberState(Nick nick, boolean announced, List<RoomName> rooms, RoomName active, Format format) {}
