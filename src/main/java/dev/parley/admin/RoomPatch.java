package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomChange;
import dev.parley.chat.RoomName;
import dev.parley.chat.RoomSettings;
import dev.parley.chat.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changes in a room; what is absent stays.
 *
 * @param topic empty for none
 * @param owner an account, or {@code operator} for those of the server
 * @param key what others have to know to come in; empty for nothing
 * @param slowSeconds how long others wait between two messages of theirs; 0 for not at all
 * @param reason for the audit
 */
record RoomPatch(
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

    /** Whether it changes what a room that is nobody's does not have. */
    boolean settles() {
        return owner != null || membersOnly != null || moderated != null || key != null || slowSeconds != null;
    }

    void check(RoomName room, int longestTopic) {
        if (topic == null && !settles()) {
            throw Problem.badArgument(
                    "Give what is to change: topic, owner, membersOnly, moderated, key, slowSeconds.");
        }
        if (topic != null && topic.codePointCount(0, topic.length()) > longestTopic) {
            throw Problem.badArgument("A topic has at most " + longestTopic + " characters.");
        }
        if (slowSeconds != null && (slowSeconds < 0 || slowSeconds > RoomChange.Slow.MOST_SECONDS)) {
            throw Problem.badArgument("slowSeconds is from 0 to " + RoomChange.Slow.MOST_SECONDS + ".");
        }
        if (key != null
                && (key.length() > RoomChange.Key.MOST_CHARS || !key.equals(Text.clean(key)) || key.contains(" "))) {
            throw Problem.badArgument("A key is one word of at most " + RoomChange.Key.MOST_CHARS + " characters.");
        }
        if (room.equals(RoomName.LOBBY) && (owner != null || membersOnly != null || key != null)) {
            throw Problem.badArgument(
                    "Everyone is in the lobby: it has no owner, no key, and is not for members only.");
        }
    }

    /**
     * The same with the owner's name in the letters of the account.
     *
     * @param registered the account of a name, if there is one
     */
    RoomPatch withKnownOwner(Function<Nick, Optional<Nick>> registered) {
        if (owner == null) {
            return this;
        }
        Nick known = Nick.of(owner)
                .flatMap(name -> name.equals(Nick.OPERATOR) ? Optional.of(Nick.OPERATOR) : registered.apply(name))
                .orElseThrow(() -> Problem.noSuchAccount(owner));
        return new RoomPatch(topic, known.value(), membersOnly, moderated, key, slowSeconds, reason);
    }

    RoomSettings applied(RoomSettings before) {
        RoomSettings settings = before;
        if (owner != null) {
            settings = settings.withOwner(new Nick(owner)).withoutBans(Set.of(new Nick(owner)));
        }
        if (membersOnly != null) {
            settings = settings.withMembersOnly(membersOnly);
        }
        if (moderated != null) {
            settings = settings.withModerated(moderated);
        }
        if (key != null) {
            settings = settings.withKey(key.isEmpty() ? null : key);
        }
        return slowSeconds == null ? settings : settings.withSlowSeconds(slowSeconds);
    }

    /** In a few words, as the audit has it. */
    String outcome() {
        return topic == null ? what() : settles() ? "topic, " + what() : "topic";
    }

    /** In a few words, as those in the room are told; the key is not. */
    String what() {
        return Stream.of(
                        owner == null ? "" : "owned by " + owner,
                        membersOnly == null ? "" : "members-only " + word(membersOnly),
                        moderated == null ? "" : "moderated " + word(moderated),
                        key == null ? "" : "key " + word(!key.isEmpty()),
                        slowSeconds == null ? "" : "slow " + slowSeconds)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }
}
