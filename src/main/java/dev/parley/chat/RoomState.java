package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a room.
 *
 * @param members announced people in the room
 * @param listening connections that hear the room, the silent included
 */
public record RoomState(
        RoomName name, int members, int listening, @Nullable String topic) {}
