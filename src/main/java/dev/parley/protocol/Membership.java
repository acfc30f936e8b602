package dev.parley.protocol;

/**
 * One member's access to the messages of one room.
 *
 * @param life id after which the member can read the room's history
 * @param joined id of the newest event when the member joined; after a lost connection, only later messages are missed
 */
public record Membership(RoomName room, long life, long joined) {}
