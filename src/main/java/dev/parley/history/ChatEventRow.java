package dev.parley.history;

import dev.parley.protocol.Event;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored.
 *
 * @param room empty where it is of no room; mail is in a {@link MailStore#box}
 * @param receiver who was told, or the new name
 * @param target the id of what was deleted
 * @param spoken whether it is shown again: what was said, and topics
 * @param unread whether it is mail that waits to be read
 * @param key by which it is known when it is said again
 */
record EventRow(
        long id,
        String type,
        String room,
        Nick sender,
        @Nullable Nick receiver,
        @Nullable Long target,
        @Nullable String text,
        long at,
        boolean spoken,
        boolean unread,
        @Nullable String key) {
    private static final Nick OPERATOR = new Nick("operator");

    static EventRow of(Event event) {
        return switch (event) {
            case Event.Said said ->
                spoken("message", said, said.room(), said.from(), said.text()).withKey(said.key());
            case Event.Acted acted -> spoken("action", acted, acted.room(), acted.from(), acted.text());
            case Event.TopicSet set -> spoken("topic", set, set.room(), set.from(), set.text());
            case Event.Joined joined -> silent("joined", joined, joined.room(), joined.from(), null);
            case Event.Left left -> silent("left", left, left.room(), left.from(), null);
            case Event.Renamed renamed -> silent("renamed", renamed, null, renamed.from(), renamed.to());
            case Event.Told told -> told(told);
            case Event.MailRead read -> silent("read", read, null, read.account(), null);
            case Event.AccountDropped dropped -> silent("dropped", dropped, null, dropped.account(), null);
            case Event.TokensRevoked revoked -> silent("revoked", revoked, null, revoked.account(), null);
            case Event.Parted parted ->
                silent("parted", parted, null, parted.parting().state().nick(), null);
            case Event.Resumed resumed -> silent("resumed", resumed, null, resumed.nick(), null);
            case Event.LifeStarted started -> silent("life", started, started.room(), OPERATOR, null);
            case Event.RoomSet set -> row("room", set, set.room(), set.from(), null, null, set.what(), false);
            case Event.Kicked kicked ->
                row("kicked", kicked, kicked.room(), kicked.from(), kicked.who(), null, kicked.reason(), false);
            case Event.Deleted deleted ->
                row("deleted", deleted, deleted.room(), OPERATOR, null, deleted.message(), deleted.reason(), false);
            case Event.RoomNotice unstored -> throw unexpected(unstored);
            case Event.Announced unstored -> throw unexpected(unstored);
            case Event.HistoryTurned unstored -> throw unexpected(unstored);
        };
    }

    private static IllegalArgumentException unexpected(Event event) {
        return new IllegalArgumentException("Not to be stored: " + event);
    }

    private static EventRow told(Event.Told told) {
        var stamp = told.stamp();
        Nick account = told.account();
        // Nobody could read again what a guest was told, so its text is not kept.
        String text = account == null ? null : told.text();
        return new EventRow(
                stamp.id(),
                "private",
                account == null ? "" : MailStore.box(account),
                told.from(),
                told.to(),
                null,
                text,
                stamp.at().toEpochMilli(),
                account != null,
                told.unread(),
                null);
    }

    private static EventRow spoken(String type, Event event, RoomName room, Nick sender, String text) {
        return row(type, event, room, sender, null, null, text, true);
    }

    private static EventRow silent(
            String type, Event event, @Nullable RoomName room, Nick sender, @Nullable Nick receiver) {
        return row(type, event, room, sender, receiver, null, null, false);
    }

    private static EventRow row(
            String type,
            Event event,
            @Nullable RoomName room,
            Nick sender,
            @Nullable Nick receiver,
            @Nullable Long target,
            @Nullable String text,
            boolean spoken) {
        var stamp = event.stamp();
        String where = room == null ? "" : room.value();
        return new EventRow(
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

    private EventRow withKey(@Nullable String said) {
        return said == null
                ? this
                : new EventRow(id, type, room, sender, receiver, target, text, at, spoken, unread, said);
    }
}
