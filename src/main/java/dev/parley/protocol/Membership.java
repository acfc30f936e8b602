package dev.parley.protocol;

/**
 * One member's access to the messages of one room.
 *
 * @param life id after which the member can read the room's history
 * @param joined id of the newest event when the member joined: later messages are missed when its connection is lost
 */
public record Membership(RoomName room, long life, long joined) {}
