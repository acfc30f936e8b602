package dev.parley.codec;

import dev.parley.protocol.Command;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.StatusCode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the commands of owners and operators of rooms. */
final class RoomCommandParser {
    private RoomCommandParser() {}

    /** @param rest the text after the word */
    static Command parse(String word, String rest) {
        if (word.equals("room")) {
            return rule(rest);
        }
        if (rest.isEmpty()) {
            return CommandParser.usage(word);
        }
        String[] parts = rest.split(" +", 2);
        String text = parts.length == 2 ? parts[1] : "";
        return switch (word) {
            case "invite" -> new Command.Invite(rest);
            case "kick" -> new Command.Kick(parts[0], text);
            case "ban" -> new Command.Ban(parts[0], text);
            default -> new Command.Unban(rest);
        };
    }

    private static Command rule(String rest) {
        if (rest.isEmpty()) {
            return new Command.ConfigureRoom(Optional.empty());
        }
        String[] parts = rest.split(" +", 2);
        RoomSettingChange change = change(parts[0].toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1] : "");
        return change == null
                ? new Command.Invalid(
                        StatusCode.BAD_ARGUMENT, "usage: /room SETTING, one of: " + RoomSettingChange.USAGE)
                : new Command.ConfigureRoom(Optional.of(change));
    }

    private static @Nullable RoomSettingChange change(String setting, String value) {
        Boolean on = onOrOff(value);
        return switch (setting) {
            case "members-only" -> on == null ? null : new RoomSettingChange.MembersOnly(on);
            case "moderated" -> on == null ? null : new RoomSettingChange.Moderated(on);
            case "slow" -> slow(value);
            case "key" -> key(value);
            case "op" -> value.isEmpty() ? null : new RoomSettingChange.Operator(value, true);
            case "deop" -> value.isEmpty() ? null : new RoomSettingChange.Operator(value, false);
            case "drop" -> value.isEmpty() ? new RoomSettingChange.GiveUp() : null;
            default -> null;
        };
    }

    private static @Nullable Boolean onOrOff(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> null;
        };
    }

    private static @Nullable RoomSettingChange slow(String value) {
        try {
            int seconds = Integer.parseInt(value);
            return seconds < 0 || seconds > RoomSettingChange.Slow.MAX_SECONDS
                    ? null
                    : new RoomSettingChange.Slow(seconds);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable RoomSettingChange key(String value) {
        if (value.isEmpty() || value.contains(" ") || value.length() > RoomSettingChange.Key.MAX_CHARS) {
            return null;
        }
        return new RoomSettingChange.Key(value.equalsIgnoreCase("off") ? null : value);
    }
}
