package dev.parley.chat.port;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettings;
import java.util.List;
import java.util.Map;

/**
 * State of the chat before the start.
 *
 * @param lastId highest id that may have been used; all new ids are higher
 * @param settings settings of owned rooms
 * @param lives latest life of each room name
 * @param waiting number of unread private messages of each account
 * @param suspended sessions that can be resumed
 * @param keyedMessages recent messages with an idempotency key, oldest first
 */
public record ChatSnapshot(
        long lastId,
        Map<RoomName, RoomSettings> settings,
        Map<RoomName, RoomLife> lives,
        Map<Nick, Integer> waiting,
        List<ResumableSession> suspended,
        List<ChatEvent.Said> keyedMessages) {}
