package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** Change of one setting by the owner or an operator of a room. */
public sealed interface RoomSettingChange {
    /** Syntax of the changes after {@code /room}. */
    String USAGE = "members-only on|off, moderated on|off, slow SECONDS, key WORD|off, op NAME, deop NAME, drop";

    record MembersOnly(boolean on) implements RoomSettingChange {}

    record Moderated(boolean on) implements RoomSettingChange {}

    /** @param seconds zero turns slow mode off */
    record Slow(int seconds) implements RoomSettingChange {
        public static final int MAX_SECONDS = 3_600;
    }

    /** @param word the key; null to remove the key */
    record Key(@Nullable String word) implements RoomSettingChange {
        public static final int MAX_CHARS = 64;
    }

    record Operator(String nick, boolean on) implements RoomSettingChange {}

    /** The owner gives up the room. */
    record GiveUp() implements RoomSettingChange {}
}
