package dev.parley.protocol;

import java.util.List;
import java.util.Map;

/**
 * State of the chat before the start.
 *
 * @param settings settings of owned rooms
 * @param lives latest life of each room name
 * @param waiting number of unread private messages of each account
 * @param suspended sessions that can be resumed
 * @param keyedMessages recent messages with an idempotency key, oldest first
 */
public record ChatSnapshot(
        Map<RoomName, RoomSettings> settings,
        Map<RoomName, RoomLife> lives,
        Map<Nick, Integer> waiting,
        List<ResumableSession> suspended,
        List<ChatEvent.Said> keyedMessages) {}
