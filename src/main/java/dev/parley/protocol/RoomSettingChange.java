package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** Something that those who rule a room settle in it. */
public sealed interface RoomSettingChange {
    /** How the changes are typed after {@code /room}. */
    String USAGE = "members-only on|off, moderated on|off, slow SECONDS, key WORD|off, op NAME, deop NAME, drop";

    record MembersOnly(boolean on) implements RoomSettingChange {}

    record Moderated(boolean on) implements RoomSettingChange {}

    /** @param seconds none lifts it */
    record Slow(int seconds) implements RoomSettingChange {
        public static final int MAX_SECONDS = 3_600;
    }

    /** @param word null where none is needed any more */
    record Key(@Nullable String word) implements RoomSettingChange {
        public static final int MAX_CHARS = 64;
    }

    record Operator(String nick, boolean on) implements RoomSettingChange {}

    /** The owner gives the room up. */
    record GiveUp() implements RoomSettingChange {}
}
