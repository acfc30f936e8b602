package dev.parley.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reply to a member's own input. */
public sealed interface Reply {
    /** Returns the reply to send if the event in this reply could not be stored. */
    default Reply unsaved() {
        return this;
    }

    /**
     * Id of the event in the reply; 0 if there is none. With the reply, the member has received everything up to this
     * id.
     */
    default long id() {
        return 0;
    }

    /** The member's own event, as the reply to the input that caused it. */
    sealed interface Own extends Reply {
        ChatEvent event();

        @Override
        default long id() {
            return event().stamp().id();
        }
    }

    /**
     * The welcome of a member that was just announced.
     *
     * @param members announced people in the room
     * @param listening connections in the room, including unannounced ones
     */
    record Welcomed(Nick nick, RoomName room, int members, int listening) implements Reply {}

    /** The member's own join; the text format words it as a reply. */
    record YouJoined(ChatEvent.Joined event) implements Own {}

    /** @param active the room the member speaks in from now on */
    record YouLeft(ChatEvent.Left event, RoomName active) implements Own {}

    record YouAre(ChatEvent.Renamed event) implements Own {}

    record DirectMessageSent(ChatEvent.DirectMessage event) implements Own {}

    /**
     * The message was sent before, and is not sent again.
     *
     * @param stored whether the history has stored it
     */
    record Duplicate(ChatEvent.Said said, boolean stored) implements Reply {}

    /** The member's private message is stored for a recipient that is not connected. */
    record StoredForLater(Nick to) implements Reply {
        @Override
        public Reply unsaved() {
            return new Rejected(
                    StatusCode.UNAVAILABLE, to + " is offline and messages cannot be stored now; try again later");
        }
    }

    /**
     * Private messages that were stored while no client of the account was connected.
     *
     * @param more number of further unread messages
     * @param asOf time of the login
     */
    record Unread(List<ChatEvent.DirectMessage> messages, int more, Instant asOf) implements Reply {}

    record YouSetTopic(ChatEvent.TopicSet event) implements Own {}

    /** @param known whether the member may know the key */
    record RoomSettingsShown(RoomName room, RoomSettings settings, boolean known) implements Reply {}

    record Topic(RoomName room, @Nullable String text) implements Reply {}

    /**
     * @param away those of the names that are away
     * @param unlisted number of names that do not fit in a reply
     * @param unannounced the member's own nick, which is among the names, if the member is not announced
     */
    record Names(
            RoomName room,
            List<Nick> names,
            List<Nick> away,
            int unlisted,
            int listening,
            @Nullable Nick unannounced) implements Reply {}

    /**
     * @param unlisted number of rooms that do not fit in a reply
     * @param unannounced the member's own nick, which is counted, if the member is not announced
     */
    record RoomList(
            List<RoomSummary> rooms, int unlisted, @Nullable Nick unannounced) implements Reply {}

    record Help(List<Command.Usage> commands, Layout layout) implements Reply {
        /** Layout in the format {@code text}. */
        public enum Layout {
            /** A line for each command. */
            LIST,
            /** The same, below headings. */
            GROUPS,
            /** A line for each group: {@code GROUPS} in less than 1,024 bytes. */
            SUMMARY
        }

        /** Returns the answer for a client that reads at most 1,024 bytes at once, as common tutorials do. */
        public Help shortened() {
            return layout == Layout.GROUPS ? new Help(commands, Layout.SUMMARY) : this;
        }
    }

    /**
     * Connected clients, as operators see them.
     *
     * @param unlisted number of clients that do not fit in a reply
     */
    record ClientList(List<ListedClient> clients, int unlisted) implements Reply {
        /** @param queuedBytes bytes queued for the client */
        public record ListedClient(
                String id, Nick nick, @Nullable Nick account, String address, long idleSeconds, int queuedBytes) {}
    }

    /**
     * A part of the history.
     *
     * @param since id after which events were requested; absent if the latest events were requested, or after a resume
     *     without an id
     * @param room room of the history, or the room the member speaks in
     * @param total number of events in the history of the room, counted up to {@link #MAX_TOTAL}; 0 where events after
     *     an id were requested
     * @param asOf time of the request
     */
    record HistoryPage(
            @Nullable Long since, RoomName room, List<ChatEvent> events, Extent extent, int total, Instant asOf)
            implements Reply {
        /** Highest total, for a history that has as many events or more. */
        public static final int MAX_TOTAL = 20_000;

        /** Whether requested events are missing, and why. */
        public enum Extent {
            COMPLETE,
            INCOMPLETE,
            /** The limit cut the page, so that a request after its last event continues it. */
            MORE,
            /** The id has not been given yet, so what came before it cannot be known. */
            FUTURE_ID
        }

        public boolean isComplete() {
            return extent == Extent.COMPLETE;
        }

        public boolean hasMore() {
            return extent == Extent.MORE;
        }

        /**
         * Returns the page for a client that gave no id, so that it may also have missed earlier events, which were
         * written and then lost on the network.
         */
        public HistoryPage withoutStart() {
            return new HistoryPage(null, room, events, hasMore() ? Extent.MORE : Extent.INCOMPLETE, total, asOf);
        }

        /** Returns the page with other events. */
        public HistoryPage with(List<ChatEvent> others) {
            return new HistoryPage(since, room, others, extent, total, asOf);
        }

        /** Returns the page without events after this id. */
        public HistoryPage upTo(long id) {
            return with(
                    events.stream().filter(event -> event.stamp().id() <= id).toList());
        }
    }

    /**
     * The events that the member missed while it was not connected.
     *
     * @param id position of the reply in the order of events
     */
    record Resumed(HistoryPage missed, long id) implements Reply {}

    /** The token with which a later connection can resume this session if this connection is lost. */
    record Resumable(String token) implements Reply {}

    record Pong(String token) implements Reply {}

    record Notice(String text) implements Reply {}

    /** Tells members whether they are away. */
    record Away(boolean away, String text) implements Reply {}

    /** Advice to a person. The bare format, which programs use, has no line for it. */
    record Hint(String text) implements Reply {}

    /** @param ban ban of the server that is the reason; null for any other reason */
    record Rejected(StatusCode code, String text, @Nullable BanNotice ban) implements Reply {
        public Rejected(StatusCode code, String text) {
            this(code, text, null);
        }
    }

    /**
     * The last line a member gets.
     *
     * @param token resume token; null where the session cannot be resumed
     * @param ban ban of the server that is the reason; null for any other reason
     * @param dropped number of lines that were dropped unwritten, because the member read too slowly
     */
    record Bye(
            StatusCode code,
            String text,
            @Nullable String token,
            @Nullable BanNotice ban,
            int dropped) implements Reply {
        public Bye(StatusCode code, String text) {
            this(code, text, null, null, 0);
        }

        public Bye(StatusCode code, String text, @Nullable String token) {
            this(code, text, token, null, 0);
        }

        public Bye(StatusCode code, String text, @Nullable String token, @Nullable BanNotice ban) {
            this(code, text, token, ban, 0);
        }

        public static Bye slowConsumer(int dropped) {
            String lines = dropped == 1 ? "1 line was" : dropped + " lines were";
            return new Bye(StatusCode.SLOW_CONSUMER, "you read too slowly; " + lines + " dropped", null, null, dropped);
        }
    }
}
