package dev.parley.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event that operators can follow. Fields and types may be added, but are never removed; docs/events.md is the
 * reference.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ActivityEvent.Connected.class, name = "connect"),
    @JsonSubTypes.Type(value = ActivityEvent.Disconnected.class, name = "disconnect"),
    @JsonSubTypes.Type(value = ActivityEvent.Joined.class, name = "join"),
    @JsonSubTypes.Type(value = ActivityEvent.Left.class, name = "leave"),
    @JsonSubTypes.Type(value = ActivityEvent.Renamed.class, name = "rename"),
    @JsonSubTypes.Type(value = ActivityEvent.MessageSent.class, name = "message-meta"),
    @JsonSubTypes.Type(value = ActivityEvent.CommandUsed.class, name = "command"),
    @JsonSubTypes.Type(value = ActivityEvent.Moderated.class, name = "moderation"),
    @JsonSubTypes.Type(value = ActivityEvent.AuditedAction.class, name = "admin"),
    @JsonSubTypes.Type(value = ActivityEvent.Gap.class, name = "gap")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ActivityEvent {
    Instant at();

    /** Truncates a time to milliseconds, the precision of times in events. */
    static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The client this event is about. */
    default EventSubject who() {
        return EventSubject.NOBODY;
    }

    /** The room this event is about; null if it concerns no room. */
    default @Nullable String room() {
        return null;
    }

    /** Target of an operator's action; null for other events. */
    default @Nullable String target() {
        return null;
    }

    /** @param listener plain or tls */
    record Connected(Instant at, @JsonUnwrapped EventSubject who, String listener) implements ActivityEvent {}

    /**
     * A connection has ended.
     *
     * @param reason as in {@code parley_disconnects_total}
     * @param seconds duration of the connection
     */
    record Disconnected(
            Instant at,
            @JsonUnwrapped EventSubject who,
            String listener,
            String reason,
            double seconds,
            long linesIn,
            long linesOut)
            implements ActivityEvent {}

    record Joined(Instant at, @JsonUnwrapped EventSubject who, String room) implements ActivityEvent {}

    record Left(Instant at, @JsonUnwrapped EventSubject who, String room) implements ActivityEvent {}

    /** @param from the previous name; {@code nick} is the new one */
    record Renamed(Instant at, @JsonUnwrapped EventSubject who, String from) implements ActivityEvent {}

    /**
     * A message was sent. The event does not contain its text.
     *
     * @param kind message, action, private or topic
     * @param room absent for a private message
     * @param to recipient of a private message
     * @param message id of the message in the history
     * @param characters length of the message
     */
    record MessageSent(
            Instant at,
            @JsonUnwrapped EventSubject who,
            String kind,
            @Nullable String room,
            @Nullable String to,
            String message,
            int characters)
            implements ActivityEvent {}

    /** @param command word of the command, such as {@code join}; {@code other} for an unknown command */
    record CommandUsed(Instant at, @JsonUnwrapped EventSubject who, String command) implements ActivityEvent {}

    /**
     * A client was disconnected, banned or muted, or a room was moderated.
     *
     * @param actor the operator of the server, or the nick of the room's owner or operator
     * @param target the person or room that the action was applied to
     * @param room room whose owner or operator acted, or which an operator of the server moderated
     */
    record Moderated(
            Instant at,
            @JsonUnwrapped EventSubject who,
            String actor,
            String action,
            String target,
            String reason,
            String result,
            @Nullable String room)
            implements ActivityEvent {}

    /**
     * An operator's action on the service, such as a backup, or the start of the service.
     *
     * @param from address that the operator's request came from
     */
    record AuditedAction(
            Instant at, String actor, String from, String action, String target, String reason, String result)
            implements ActivityEvent {
        @Override
        @JsonIgnore
        public EventSubject who() {
            return EventSubject.NOBODY;
        }
    }

    /**
     * Events are missing at this point.
     *
     * @param count number of missing events; absent if it is unknown
     */
    record Gap(Instant at, @Nullable Long count, String why) implements ActivityEvent {
        @Override
        @JsonIgnore
        public EventSubject who() {
            return EventSubject.NOBODY;
        }
    }
}
