package dev.parley.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What happened, as operators follow it. Fields and types are only ever added; docs/events.md is the reference. */
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

    /** Times are told in milliseconds. */
    static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Of whom it is. */
    default EventSubject who() {
        return EventSubject.NOBODY;
    }

    /** Where it happened; null where it is of no room. */
    default @Nullable String room() {
        return null;
    }

    /** @param listener plain or tls */
    record Connected(Instant at, @JsonUnwrapped EventSubject who, String listener) implements ActivityEvent {}

    /**
     * @param reason as in {@code parley_disconnects_total}
     * @param seconds it lasted
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

    /** @param from the name before; it is called {@code nick} now */
    record Renamed(Instant at, @JsonUnwrapped EventSubject who, String from) implements ActivityEvent {}

    /**
     * Someone said something; what, is not told.
     *
     * @param kind message, action, private or topic
     * @param room absent where it was private
     * @param to who was told in private
     * @param message its id in the history
     * @param characters how long it was
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

    /** @param command its word, such as {@code join}; {@code other} for one that is unknown */
    record CommandUsed(Instant at, @JsonUnwrapped EventSubject who, String command) implements ActivityEvent {}

    /**
     * Someone was ended, banned or muted, or a room was ruled.
     *
     * @param actor the operator; in a room the nick of who rules it
     * @param target to whom or what
     * @param room where it was done by those who rule a room
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
     * An operator did, or read, something else.
     *
     * @param from the address it came from
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
     * Events are missing here.
     *
     * @param count how many; absent where nobody knows
     */
    record Gap(Instant at, @Nullable Long count, String why) implements ActivityEvent {
        @Override
        @JsonIgnore
        public EventSubject who() {
            return EventSubject.NOBODY;
        }
    }
}
