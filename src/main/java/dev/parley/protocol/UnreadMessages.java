package dev.parley.protocol;

import java.util.List;

/**
 * What waits for an account.
 *
 * @param messages as many as can be shown at once, the oldest first
 * @param more how many wait beside them
 */
public record UnreadMessages(List<ChatEvent.DirectMessage> messages, int more) {
    public static final UnreadMessages NOTHING = new UnreadMessages(List.of(), 0);
}
