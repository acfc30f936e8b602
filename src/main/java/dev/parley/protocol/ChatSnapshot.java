package dev.parley.protocol;

import java.util.List;
import java.util.Map;

/**
 * What was so before the start.
 *
 * @param settings rooms that belong to someone
 * @param lives the latest of each room name
 * @param waiting how many private messages wait for each account
 * @param suspended what can be resumed
 * @param keyedMessages what was said with a key lately, the oldest first
 */
public record ChatSnapshot(
        Map<RoomName, RoomSettings> settings,
        Map<RoomName, RoomLife> lives,
        Map<Nick, Integer> waiting,
        List<ResumableSession> suspended,
        List<ChatEvent.Said> keyedMessages) {}
