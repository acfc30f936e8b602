package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one member is told in answer to its own input. */
public sealed interface Reply {
    /** What is answered instead where what it is about could not be stored. */
    default Reply unsaved() {
        return this;
    }

    /** Id of the event that the member is shown by it, and up to which it has then received everything; 0 for none. */
    default long id() {
        return 0;
    }

    /** The member's own event, as the reply to what caused it. */
    sealed interface Own extends Reply {
        ChatEvent event();

        @Override
        default long id() {
            return event().stamp().id();
        }
    }

    /**
     * @param members announced people in the room
     * @param listening connections that hear the room, the silent included
     */
    record Welcomed(Nick nick, RoomName room, int members, int listening) implements Reply {}

    /** The member's own event; the text format words it as an answer. */
    record YouJoined(ChatEvent.Joined event) implements Own {}

    /** @param active the room the member speaks in from now on */
    record YouLeft(ChatEvent.Left event, RoomName active) implements Own {}

    record YouAre(ChatEvent.Renamed event) implements Own {}

    record DirectMessageSent(ChatEvent.DirectMessage event) implements Own {}

    /**
     * It was said before, and is not said again.
     *
     * @param stored whether it has its place in the history
     */
    record Duplicate(ChatEvent.Said said, boolean stored) implements Reply {}

    /** What it just told waits for someone who is not here. */
    record StoredForLater(Nick to) implements Reply {
        @Override
        public Reply unsaved() {
            return new Rejected(
                    StatusCode.UNAVAILABLE, to + " is not here, and nothing is stored now: please try again later");
        }
    }

    /**
     * Private messages that came while nobody of the account was here.
     *
     * @param more how many wait still
     */
    record Unread(List<ChatEvent.DirectMessage> messages, int more) implements Reply {}

    record YouSetTopic(ChatEvent.TopicSet event) implements Own {}

    /** @param known whether the member may know the key */
    record RoomSettingsShown(RoomName room, RoomSettings settings, boolean known) implements Reply {}

    record Topic(RoomName room, @Nullable String text) implements Reply {}

    /** @param unlisted how many more names there are than fit in an answer */
    record Names(RoomName room, List<Nick> names, int unlisted, int listening) implements Reply {}

    /** @param unlisted how many more rooms there are than fit in an answer */
    record RoomList(List<RoomSummary> rooms, int unlisted) implements Reply {}

    record Help(List<Command.Usage> commands) implements Reply {}

    /**
     * Who is connected, as operators see it.
     *
     * @param unlisted how many more there are than fit in an answer
     */
    record ClientList(List<ListedClient> clients, int unlisted) implements Reply {
        /** @param queuedBytes what waits for it */
        public record ListedClient(
                String id, Nick nick, @Nullable Nick account, String address, long idleSeconds, int queuedBytes) {}
    }

    /**
     * What was said before.
     *
     * @param since the id after which it was asked for; absent when the latest were
     * @param room whose history it is, or the room the member speaks in
     * @param complete whether nothing that was asked for is missing
     * @param more whether the limit is the reason, and asking again after the last of them goes on
     */
    record HistoryPage(@Nullable Long since, RoomName room, List<ChatEvent> events, boolean complete, boolean more)
            implements Reply {
        /** Those up to an id. */
        public HistoryPage upTo(long id) {
            List<ChatEvent> earlier =
                    events.stream().filter(event -> event.stamp().id() <= id).toList();
            return new HistoryPage(since, room, earlier, complete, more);
        }
    }

    /**
     * What it missed while it was not connected.
     *
     * @param id its place in the order of events
     */
    record Resumed(HistoryPage missed, long id) implements Reply {}

    /** What a later connection can say to go on where this one was lost. */
    record Resumable(String token) implements Reply {}

    record Pong(String token) implements Reply {}

    record Notice(String text) implements Reply {}

    record Rejected(StatusCode code, String text) implements Reply {}

    /**
     * The last line a member gets.
     *
     * @param token with which it can be resumed; null where it cannot
     */
    record Bye(StatusCode code, String text, @Nullable String token) implements Reply {
        public Bye(StatusCode code, String text) {
            this(code, text, null);
        }
    }
}
