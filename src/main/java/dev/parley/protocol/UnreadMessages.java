package dev.parley.protocol;

import java.util.List;

/**
 * Unread private messages of an account.
 *
 * @param messages as many as can be shown at once, oldest first
 * @param more number of further unread messages
 */
public record UnreadMessages(List<ChatEvent.DirectMessage> messages, int more) {
    public static final UnreadMessages NOTHING = new UnreadMessages(List.of(), 0);
}
