package dev.parley.rest.rooms;

import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.TextSanitizer;
import dev.parley.rest.problem.ApiProblem;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Change of a room by an operator; absent properties stay unchanged.
 *
 * @param topic new topic; empty to remove the topic
 * @param owner an account, or {@code operator} for the operators of the server
 * @param key key that is needed to join; empty to require none
 * @param slowSeconds seconds that a member must wait between two messages; 0 for no wait
 * @param reason reason for the audit
 */
record RoomPatchRequest(
        @Nullable String topic,
        @Nullable String owner,
        @Nullable Boolean membersOnly,
        @Nullable Boolean moderated,
        @Nullable String key,
        @Nullable Integer slowSeconds,
        @Nullable String reason) {
    String givenReason() {
        return Objects.requireNonNullElse(reason, "");
    }

    /**
     * Returns the change.
     *
     * @param registered finds the account of a name
     */
    RoomPatch checked(RoomName room, Function<Nick, Optional<Nick>> registered, int longestTopic) {
        var patch = new RoomPatch(topic, knownOwner(registered), membersOnly, moderated, key, slowSeconds);
        if (topic == null && !patch.hasSettings()) {
            throw ApiProblem.badArgument(
                    "Specify at least one of topic, owner, membersOnly, moderated, key and slowSeconds.");
        }
        if (topic != null && topic.codePointCount(0, topic.length()) > longestTopic) {
            throw ApiProblem.badArgument("\"topic\" must have at most " + longestTopic + " characters.");
        }
        if (slowSeconds != null && (slowSeconds < 0 || slowSeconds > RoomSettingChange.Slow.MAX_SECONDS)) {
            throw ApiProblem.badArgument(
                    "\"slowSeconds\" must be from 0 to " + RoomSettingChange.Slow.MAX_SECONDS + ".");
        }
        if (key != null
                && (key.length() > RoomSettingChange.Key.MAX_CHARS
                        || !key.equals(TextSanitizer.clean(key))
                        || key.contains(" "))) {
            throw ApiProblem.badArgument(
                    "\"key\" must be one word of at most " + RoomSettingChange.Key.MAX_CHARS + " characters.");
        }
        if (room.equals(RoomName.LOBBY) && (owner != null || membersOnly != null || key != null)) {
            throw ApiProblem.badArgument("The lobby cannot have an owner or a key, or be for members only.");
        }
        return patch;
    }

    /** Returns the owner's name as its account spells it; null if the request names no owner. */
    private @Nullable Nick knownOwner(Function<Nick, Optional<Nick>> registered) {
        return owner == null
                ? null
                : Nick.of(owner)
                        .flatMap(name ->
                                name.equals(Nick.OPERATOR) ? Optional.of(Nick.OPERATOR) : registered.apply(name))
                        .orElseThrow(() -> ApiProblem.noSuchAccount(owner));
    }

    /** Describes a change in a few words, for the audit. */
    static String outcome(RoomPatch patch) {
        return patch.topic() == null
                ? patch.description()
                : patch.hasSettings() ? "topic, " + patch.description() : "topic";
    }
}
