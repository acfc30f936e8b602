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
    @JsonSubTypes.Type(value = Happening.Connected.class, name = "connect"),
    @JsonSubTypes.Type(value = Happening.Disconnected.class, name = "disconnect"),
    @JsonSubTypes.Type(value = Happening.Joined.class, name = "join"),
    @JsonSubTypes.Type(value = Happening.Left.class, name = "leave"),
    @JsonSubTypes.Type(value = Happening.Renamed.class, name = "rename"),
    @JsonSubTypes.Type(value = Happening.Spoke.class, name = "message-meta"),
    @JsonSubTypes.Type(value = Happening.Commanded.class, name = "command"),
    @JsonSubTypes.Type(value = Happening.Ruled.class, name = "moderation"),
    @JsonSubTypes.Type(value = Happening.Operated.class, name = "admin"),
    @JsonSubTypes.Type(value = Happening.Missed.class, name = "gap")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Happening {
    Instant at();

    /** Times are told in milliseconds. */
    static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Of whom it is. */
    default Who who() {
        return Who.NOBODY;
    }

    /** Where it happened; null where it is of no room. */
    default @Nullable String room() {
        return null;
    }

    /** @param listener plain or tls */
    record Connected(Instant at, @JsonUnwrapped Who who, String listener) implements Happening {}

    /**
     * @param reason as in {@code parley_disconnects_total}
     * @param seconds it lasted
     */
    record Disconnected(
            Instant at,
            @JsonUnwrapped Who who,
            String listener,
            String reason,
            double seconds,
            long linesIn,
            long linesOut)
            implements Happening {}

    record Joined(Instant at, @JsonUnwrapped Who who, String room) implements Happening {}

    record Left(Instant at, @JsonUnwrapped Who who, String room) implements Happening {}

    /** @param from the name before; it is called {@code nick} now */
    record Renamed(Instant at, @JsonUnwrapped Who who, String from) implements Happening {}

    /**
     * Someone said something; what, is not told.
     *
     * @param kind message, action, private or topic
     * @param room absent where it was private
     * @param to who was told in private
     * @param message its id in the history
     * @param characters how long it was
     */
    record Spoke(
            Instant at,
            @JsonUnwrapped Who who,
            String kind,
            @Nullable String room,
            @Nullable String to,
            String message,
            int characters)
            implements Happening {}

    /** @param command its word, such as {@code join}; {@code other} for one that is unknown */
    record Commanded(Instant at, @JsonUnwrapped Who who, String command) implements Happening {}

    /**
     * Someone was ended, banned or muted, or a room was ruled.
     *
     * @param actor the operator; in a room the nick of who rules it
     * @param target to whom or what
     * @param room where it was done by those who rule a room
     */
    record Ruled(
            Instant at,
            @JsonUnwrapped Who who,
            String actor,
            String action,
            String target,
            String reason,
            String result,
            @Nullable String room)
            implements Happening {}

    /**
     * An operator did, or read, something else.
     *
     * @param from the address it came from
     */
    record Operated(Instant at, String actor, String from, String action, String target, String reason, String result)
            implements Happening {
        @Override
        @JsonIgnore
        public Who who() {
            return Who.NOBODY;
        }
    }

    /**
     * Events are missing here.
     *
     * @param count how many; absent where nobody knows
     */
    record Missed(Instant at, @Nullable Long count, String why) implements Happening {
        @Override
        @JsonIgnore
        public Who who() {
            return Who.NOBODY;
        }
    }
}
