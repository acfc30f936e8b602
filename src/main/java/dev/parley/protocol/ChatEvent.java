package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in the chat, as those hear it who did not do it. */
public sealed interface ChatEvent {
    Stamp stamp();

    /** Whether it has its place in the history, and is known by its id. */
    default boolean isStored() {
        return true;
    }

    /** Whether it is stored also where no history is kept. */
    default boolean isAlwaysStored() {
        return false;
    }

    /** Something said or done in a room: how it is shown depends on the room its hearer is active in. */
    sealed interface InRoom extends ChatEvent {
        RoomName room();

        String text();

        /** Whether only a hidden member hears it. */
        default boolean isHidden() {
            return room() == RoomName.HIDDEN;
        }

        @Override
        default boolean isStored() {
            return !isHidden();
        }
    }

    /** Someone coming, going or changing: not told to a client that only speaks in bare chunks. */
    sealed interface PresenceEvent extends ChatEvent {}

    /** Stored in any case, and told to nobody. */
    sealed interface StoredOnlyEvent extends ChatEvent {
        @Override
        default boolean isAlwaysStored() {
            return true;
        }
    }

    /** @param key by which it is known when it is sent again; null where it was given none */
    record Said(
            Stamp stamp,
            RoomName room,
            Nick from,
            String text,
            @Nullable String key) implements InRoom {
        public Said(Stamp stamp, RoomName room, Nick from, String text) {
            this(stamp, room, from, text, null);
        }

        /** Beginning of all keys of an account. */
        public static String keyScope(Nick account) {
            return "@" + account.folded() + " ";
        }
    }

    record Emoted(Stamp stamp, RoomName room, Nick from, String text) implements InRoom {}

    /**
     * @param account whose mail it is, and is kept; null where a guest is told
     * @param unread whether nobody of that account was there
     */
    record DirectMessage(
            Stamp stamp,
            Nick from,
            Nick to,
            String text,
            @Nullable Nick account,
            boolean unread) implements ChatEvent {
        @Override
        public boolean isAlwaysStored() {
            return unread;
        }
    }

    /** @param ids of those that were shown */
    record DirectMessagesRead(Stamp stamp, Nick account, List<Long> ids) implements StoredOnlyEvent {}

    /** The account is no more, and what was kept for its owner is nobody's. */
    record AccountDropped(Stamp stamp, Nick account) implements StoredOnlyEvent {}

    /** Nobody can go on as this account any more who has not logged in again. */
    record TokensRevoked(Stamp stamp, Nick account) implements StoredOnlyEvent {}

    /** A connection has left something behind. */
    record SessionSuspended(Stamp stamp, ResumableSession session) implements StoredOnlyEvent {}

    /** @param key of what was left behind, and is no more */
    record Resumed(Stamp stamp, Nick nick, String key) implements StoredOnlyEvent {}

    /** A room was made, or its history ended for those who join from now on. */
    record RoomLifeStarted(Stamp stamp, RoomName room, RoomLife life) implements StoredOnlyEvent {}

    /** @param members announced people in the room, the new one included */
    record Joined(Stamp stamp, RoomName room, Nick from, int members) implements PresenceEvent {}

    record Left(Stamp stamp, RoomName room, Nick from) implements PresenceEvent {}

    record Renamed(Stamp stamp, Nick from, Nick to) implements PresenceEvent {}

    record TopicSet(Stamp stamp, RoomName room, Nick from, String text) implements PresenceEvent {}

    /**
     * What is settled in a room has changed.
     *
     * @param what the change in a few words
     * @param settings all that is settled now; null where the room is nobody's any more
     */
    record RoomSettingsChanged(
            Stamp stamp,
            RoomName room,
            Nick from,
            String what,
            @Nullable RoomSettings settings) implements PresenceEvent {
        @Override
        public boolean isAlwaysStored() {
            return true;
        }
    }

    /** A notice to everyone in a room, of which nothing is kept. */
    record RoomNotice(Stamp stamp, RoomName room, String text) implements PresenceEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }

    /** Someone was made to leave by those who rule the room. */
    record Kicked(Stamp stamp, RoomName room, Nick from, Nick who, String reason) implements PresenceEvent {}

    /**
     * An operator has taken back what was said.
     *
     * @param message the id of what was said
     */
    record Deleted(Stamp stamp, RoomName room, long message, String reason) implements PresenceEvent {}

    /** @param room absent when everyone is meant */
    record Announced(Stamp stamp, @Nullable RoomName room, String text) implements ChatEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }

    /** From now on events are stored again, or no longer. */
    record HistoryStateChanged(Stamp stamp, boolean saved) implements PresenceEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }
}
