package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one member is told in answer to its own input. */
public sealed interface Answer {
    /** What is answered instead where what it is about could not be stored. */
    default Answer unsaved() {
        return this;
    }

    /** Id of the event that the member is shown by it, and up to which it has then received everything; 0 for none. */
    default long id() {
        return 0;
    }

    /** The member's own event, as the reply to what caused it. */
    sealed interface Own extends Answer {
        Event event();

        @Override
        default long id() {
            return event().stamp().id();
        }
    }

    /**
     * @param members announced people in the room
     * @param listening connections that hear the room, the silent included
     */
    record Welcomed(Nick nick, RoomName room, int members, int listening) implements Answer {}

    /** The member's own event; the text format words it as an answer. */
    record YouJoined(Event.Joined event) implements Own {}

    /** @param active the room the member speaks in from now on */
    record YouLeft(Event.Left event, RoomName active) implements Own {}

    record YouAre(Event.Renamed event) implements Own {}

    record YouTold(Event.Told event) implements Own {}

    /**
     * It was said before, and is not said again.
     *
     * @param stored whether it has its place in the history
     */
    record Repeated(Event.Said said, boolean stored) implements Answer {}

    /** What it just told waits for someone who is not here. */
    record Kept(Nick to) implements Answer {
        @Override
        public Answer unsaved() {
            return new Refused(
                    Code.UNAVAILABLE, to + " is not here, and nothing is stored now: please try again later");
        }
    }

    /**
     * Private messages that came while nobody of the account was here.
     *
     * @param more how many wait still
     */
    record Waited(List<Event.Told> messages, int more) implements Answer {}

    record YouSetTopic(Event.TopicSet event) implements Own {}

    /** @param known whether the member may know the key */
    record Settled(RoomName room, RoomSettings settings, boolean known) implements Answer {}

    record Topic(RoomName room, @Nullable String text) implements Answer {}

    /** @param unlisted how many more names there are than fit in an answer */
    record Names(RoomName room, List<Nick> names, int unlisted, int listening) implements Answer {}

    /** @param unlisted how many more rooms there are than fit in an answer */
    record RoomList(List<RoomState> rooms, int unlisted) implements Answer {}

    record Help(List<Command.Usage> commands) implements Answer {}

    /**
     * Who is connected, as operators see it.
     *
     * @param unlisted how many more there are than fit in an answer
     */
    record Connected(List<Connection> clients, int unlisted) implements Answer {
        /** @param queuedBytes what waits for it */
        public record Connection(
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
    record Recalled(@Nullable Long since, RoomName room, List<Event> events, boolean complete, boolean more)
            implements Answer {
        /** Those up to an id. */
        public Recalled upTo(long id) {
            List<Event> earlier =
                    events.stream().filter(event -> event.stamp().id() <= id).toList();
            return new Recalled(since, room, earlier, complete, more);
        }
    }

    /**
     * What it missed while it was not connected.
     *
     * @param id its place in the order of events
     */
    record Resumed(Recalled missed, long id) implements Answer {}

    /** What a later connection can say to go on where this one was lost. */
    record Resumable(String token) implements Answer {}

    record Pong(String token) implements Answer {}

    record Notice(String text) implements Answer {}

    record Refused(Code code, String text) implements Answer {}

    /**
     * The last line a member gets.
     *
     * @param token with which it can be resumed; null where it cannot
     */
    record Bye(Code code, String text, @Nullable String token) implements Answer {
        public Bye(Code code, String text) {
            this(code, text, null);
        }
    }
}
