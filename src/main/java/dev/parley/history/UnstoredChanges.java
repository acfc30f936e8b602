package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes of the chat's state that could not be stored: the first commit after a pause stores them. Only the newest of
 * several changes of the same room or session is kept. Safe for any thread.
 */
final class UnstoredChanges {
    /**
     * Most changes of lost sessions, used tokens and connected members. Beyond that, the states of connected members are
     * dropped first, and then the oldest changes.
     */
    private static final int MAX_SESSIONS = 10_000;

    /**
     * Changes of rooms and accounts. Their number is limited by the rooms, as most such changes are refused during a
     * pause, and by the unread messages, as each is shown once.
     */
    private final Map<Object, ChatEvent> lasting = new HashMap<>();

    private final LinkedHashMap<String, ChatEvent> sessions = new LinkedHashMap<>();

    /** Adds those of the events that change stored state. Messages and lives of rooms are not among them. */
    synchronized void add(List<ChatEvent> events) {
        events.forEach(this::add);
        if (sessions.size() > MAX_SESSIONS) {
            sessions.values().removeIf(ChatEvent.MemberSaved.class::isInstance);
        }
        while (sessions.size() > MAX_SESSIONS) {
            sessions.pollFirstEntry();
        }
    }

    private void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.RoomSettingsChanged set -> keep(lasting, set.room(), set);
            case ChatEvent.SessionSuspended suspended ->
                keep(sessions, suspended.session().key(), suspended);
            case ChatEvent.Resumed resumed -> keep(sessions, resumed.key(), resumed);
            case ChatEvent.MemberSaved saved -> keep(sessions, saved.session().key(), saved);
            case ChatEvent.MemberRemoved removed -> keep(sessions, removed.key(), removed);
            case ChatEvent.DeliveryChecked checked -> keep(lasting, ChatEvent.DeliveryChecked.class, checked);
            case ChatEvent.DirectMessagesRead read -> keep(lasting, read.stamp(), read);
            case ChatEvent.AccountDropped dropped -> keep(lasting, dropped.stamp(), dropped);
            case ChatEvent.TokensRevoked revoked -> keep(lasting, revoked.stamp(), revoked);
            case ChatEvent.RoomLifeStarted ignored -> {}
            case ChatEvent.InRoom ignored -> {}
            case ChatEvent.PresenceEvent ignored -> {}
            case ChatEvent.DirectMessage ignored -> {}
            case ChatEvent.Announced ignored -> {}
        }
    }

    private static <K> void keep(Map<? super K, ChatEvent> changes, K key, ChatEvent event) {
        changes.merge(key, event, (one, other) -> id(one) > id(other) ? one : other);
    }

    /** Returns the changes in the order of their ids. */
    synchronized List<ChatEvent> all() {
        return Stream.concat(lasting.values().stream(), sessions.values().stream())
                .sorted(Comparator.comparingLong(UnstoredChanges::id))
                .toList();
    }

    synchronized void clear() {
        lasting.clear();
        sessions.clear();
    }

    private static long id(ChatEvent event) {
        return event.stamp().id();
    }
}
