package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event of the chat, as everyone except its author sees it. */
public sealed interface ChatEvent {
    Stamp stamp();

    /** Whether the history stores the event, which is then known by its id. */
    default boolean isStored() {
        return true;
    }

    /** Whether the event is stored even where no history is kept. */
    default boolean isAlwaysStored() {
        return false;
    }

    /** A message or action in a room. Its format depends on the room its recipient is active in. */
    sealed interface InRoom extends ChatEvent {
        RoomName room();

        String text();

        /** Whether only a hidden member receives the event. */
        default boolean isHidden() {
            return room() == RoomName.HIDDEN;
        }

        @Override
        default boolean isStored() {
            return !isHidden();
        }
    }

    /** A join, leave or other change. It is not sent to a client that has never ended a line with a newline. */
    sealed interface PresenceEvent extends ChatEvent {}

    /** An event that is always stored, and delivered to nobody. */
    sealed interface StoredOnlyEvent extends ChatEvent {
        @Override
        default boolean isAlwaysStored() {
            return true;
        }
    }

    /** @param key idempotency key; null where the message has none */
    record Said(
            Stamp stamp,
            RoomName room,
            Nick from,
            String text,
            @Nullable String key) implements InRoom {
        public Said(Stamp stamp, RoomName room, Nick from, String text) {
            this(stamp, room, from, text, null);
        }

        /** Returns the beginning of all keys of an account. */
        public static String keyScope(Nick account) {
            return "@" + account.folded() + " ";
        }
    }

    record Emoted(Stamp stamp, RoomName room, Nick from, String text) implements InRoom {}

    /**
     * A private message.
     *
     * @param account account that keeps the message; null where the recipient is a guest
     * @param unread whether no client of that account was connected
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

    /** @param ids ids of the messages that were shown */
    record DirectMessagesRead(Stamp stamp, Nick account, List<Long> ids) implements StoredOnlyEvent {}

    /** An account was deleted, together with everything that was stored for its owner. */
    record AccountDropped(Stamp stamp, Nick account) implements StoredOnlyEvent {}

    /** The resume tokens of an account were revoked, so its lost connections have to log in again. */
    record TokensRevoked(Stamp stamp, Nick account) implements StoredOnlyEvent {}

    /** A connection was lost, and its session can be resumed. */
    record SessionSuspended(Stamp stamp, ResumableSession session) implements StoredOnlyEvent {}

    /** @param key key of the session, which can no longer be resumed */
    record Resumed(Stamp stamp, Nick nick, String key) implements StoredOnlyEvent {}

    /** A change of the state to start with after a kill. It is not part of the history, and has no row there. */
    sealed interface StateOnlyEvent extends StoredOnlyEvent {}

    /**
     * State of a connected member that can be resumed.
     *
     * @param session the session as it would be if the connection ended now
     * @param isCaughtUp whether {@link DeliveryChecked} includes the member; otherwise only the position in the session
     *     counts
     */
    record MemberSaved(Stamp stamp, ResumableSession session, boolean isCaughtUp) implements StateOnlyEvent {}

    /** @param key key of a connected member that has left, or can no longer be resumed */
    record MemberRemoved(Stamp stamp, String key) implements StateOnlyEvent {}

    /** @param lastWritten id up to which everything was written to every saved member */
    record DeliveryChecked(Stamp stamp, long lastWritten) implements StateOnlyEvent {}

    /** A room was created, or its earlier history was hidden from members that join from now on. */
    record RoomLifeStarted(Stamp stamp, RoomName room, RoomLife life) implements StoredOnlyEvent {}

    /** A join, a leave, or a change of a nick. Large rooms get a {@link PresenceSummary} of these. */
    sealed interface PresenceChange extends PresenceEvent {}

    /** @param members announced people in the room, the new one included */
    record Joined(Stamp stamp, RoomName room, Nick from, int members) implements PresenceChange {}

    record Left(Stamp stamp, RoomName room, Nick from) implements PresenceChange {}

    record Renamed(Stamp stamp, Nick from, Nick to) implements PresenceChange {}

    /**
     * The changes in a large room since the last summary, which are stored one by one.
     *
     * @param joined number of joins
     * @param left number of leaves
     * @param renamed number of changes of a nick
     * @param names the first nicks that joined, left or were taken
     * @param unlisted number of changes to other nicks
     * @param members announced people in the room
     */
    record PresenceSummary(
            Stamp stamp, RoomName room, int joined, int left, int renamed, List<Nick> names, int unlisted, int members)
            implements PresenceEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }

    record TopicSet(Stamp stamp, RoomName room, Nick from, String text) implements PresenceEvent {}

    /**
     * The settings of a room were changed.
     *
     * @param what the change in a few words
     * @param settings all settings after the change; null where the room has no owner any more
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

    /** A notice to everyone in a room, which is not stored. */
    record RoomNotice(Stamp stamp, RoomName room, String text) implements PresenceEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }

    /** A person was kicked by the owner or an operator of the room. */
    record Kicked(Stamp stamp, RoomName room, Nick from, Nick who, String reason) implements PresenceEvent {}

    /**
     * An operator has deleted a message.
     *
     * @param message id of the deleted message
     */
    record Deleted(Stamp stamp, RoomName room, long message, String reason) implements PresenceEvent {}

    /** @param room room of the announcement; absent if it is for everyone */
    record Announced(Stamp stamp, @Nullable RoomName room, String text) implements ChatEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }

    /** The history began or stopped storing events. */
    record HistoryStateChanged(Stamp stamp, boolean saved) implements PresenceEvent {
        @Override
        public boolean isStored() {
            return false;
        }
    }
}
