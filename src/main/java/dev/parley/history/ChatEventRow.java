package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * A stored event.
 *
 * @param room empty for an event without a room; {@link DirectMessageStore#box} for a private message to an account
 * @param receiver recipient of a private message, or the new name of a renamed client
 * @param target id of the deleted message
 * @param isMessage whether the history shows the event; true for messages, topics and private messages to an account
 * @param unread whether the event is an unread private message
 * @param key idempotency key
 */
record ChatEventRow(
        long id,
        String type,
        String room,
        Nick sender,
        @Nullable Nick receiver,
        @Nullable Long target,
        @Nullable String text,
        long at,
        boolean isMessage,
        boolean unread,
        @Nullable String key) {
    private static final Nick OPERATOR = new Nick("operator");

    static ChatEventRow of(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Said said ->
                message("message", said, said.room(), said.from(), said.text()).withKey(said.key());
            case ChatEvent.Emoted acted -> message("action", acted, acted.room(), acted.from(), acted.text());
            case ChatEvent.TopicSet set -> message("topic", set, set.room(), set.from(), set.text());
            case ChatEvent.Joined joined -> silent("joined", joined, joined.room(), joined.from(), null);
            case ChatEvent.Left left -> silent("left", left, left.room(), left.from(), null);
            case ChatEvent.Renamed renamed -> silent("renamed", renamed, null, renamed.from(), renamed.to());
            case ChatEvent.DirectMessage direct -> directMessage(direct);
            case ChatEvent.DirectMessagesRead read -> silent("private-read", read, null, read.account(), null);
            case ChatEvent.AccountDropped dropped -> silent("account-dropped", dropped, null, dropped.account(), null);
            case ChatEvent.TokensRevoked revoked -> silent("tokens-revoked", revoked, null, revoked.account(), null);
            case ChatEvent.SessionSuspended suspended ->
                silent(
                        "session-suspended",
                        suspended,
                        null,
                        suspended.session().state().nick(),
                        null);
            case ChatEvent.Resumed resumed -> silent("session-resumed", resumed, null, resumed.nick(), null);
            case ChatEvent.RoomLifeStarted started -> silent("room-life", started, started.room(), OPERATOR, null);
            case ChatEvent.RoomSettingsChanged set ->
                row("room-settings", set, set.room(), set.from(), null, null, set.what(), false);
            case ChatEvent.Kicked kicked ->
                row("kicked", kicked, kicked.room(), kicked.from(), kicked.who(), null, kicked.reason(), false);
            case ChatEvent.Deleted deleted ->
                row("deleted", deleted, deleted.room(), OPERATOR, null, deleted.message(), deleted.reason(), false);
            case ChatEvent.StateOnlyEvent unstored -> throw unexpected(unstored);
            case ChatEvent.PresenceSummary unstored -> throw unexpected(unstored);
            case ChatEvent.RoomNotice unstored -> throw unexpected(unstored);
            case ChatEvent.Announced unstored -> throw unexpected(unstored);
            case ChatEvent.HistoryStateChanged unstored -> throw unexpected(unstored);
        };
    }

    private static IllegalArgumentException unexpected(ChatEvent event) {
        return new IllegalArgumentException("Not to be stored: " + event);
    }

    private static ChatEventRow directMessage(ChatEvent.DirectMessage direct) {
        var stamp = direct.stamp();
        Nick account = direct.account();
        // A guest cannot read private messages again, so the text of a message to a guest is not stored.
        String text = account == null ? null : direct.text();
        return new ChatEventRow(
                stamp.id(),
                "private",
                account == null ? "" : DirectMessageStore.box(account),
                direct.from(),
                direct.to(),
                null,
                text,
                stamp.at().toEpochMilli(),
                account != null,
                direct.unread(),
                null);
    }

    private static ChatEventRow message(String type, ChatEvent event, RoomName room, Nick sender, String text) {
        return row(type, event, room, sender, null, null, text, true);
    }

    private static ChatEventRow silent(
            String type, ChatEvent event, @Nullable RoomName room, Nick sender, @Nullable Nick receiver) {
        return row(type, event, room, sender, receiver, null, null, false);
    }

    private static ChatEventRow row(
            String type,
            ChatEvent event,
            @Nullable RoomName room,
            Nick sender,
            @Nullable Nick receiver,
            @Nullable Long target,
            @Nullable String text,
            boolean spoken) {
        var stamp = event.stamp();
        String where = room == null ? "" : room.value();
        return new ChatEventRow(
                stamp.id(),
                type,
                where,
                sender,
                receiver,
                target,
                text,
                stamp.at().toEpochMilli(),
                spoken,
                false,
                null);
    }

    private ChatEventRow withKey(@Nullable String said) {
        return said == null
                ? this
                : new ChatEventRow(id, type, room, sender, receiver, target, text, at, isMessage, unread, said);
    }
}
