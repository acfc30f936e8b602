package dev.parley.codec;

import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.protocol.UnknownCommands;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the input of a person or a script: a text to send, or a slash and a command. */
public final class CommandParser {
    /** Characters that are mistaken for a slash: a backslash, and the slashes of other keyboards. */
    private static final String OTHER_SLASHES = "\\\u2044\u2215\uFF0F\uFF3C";

    private static final Pattern WITH_PASSWORD =
            Pattern.compile("(login|register|password|drop|resume)\\b", Pattern.CASE_INSENSITIVE);

    private static final Command MISPLACED = new Command.Invalid(
            StatusCode.BAD_ARGUMENT, "a command must begin with /, no space before it; line ignored");
    private static final Pattern KEYED = Pattern.compile("key=([!-~]{1,64}) +(.+)");

    /** Argument of {@code /topic} that removes the topic. */
    private static final String NO_TOPIC = "-";

    private static final String DEFAULT_RECALLED = "20";
    private static final String NO_SPACE = "neither a name nor a password has a space";

    private CommandParser() {}

    /** Parses one line without its line ending. Empty if no character of the line is visible. */
    public static Optional<Command> parse(String received) {
        String line = TextSanitizer.clean(received);
        int visible = TextSanitizer.firstVisible(line);
        if (visible == line.length()) {
            return Optional.empty();
        }
        if (line.startsWith("//")) {
            return Optional.of(new Command.Say(line.substring(1)));
        }
        if (line.startsWith("/")) {
            return Optional.of(command(line.substring(1)));
        }
        return Optional.of(isMisplaced(line, visible) ? MISPLACED : new Command.Say(line));
    }

    /**
     * Whether the line would be published as text because its command follows a space or begins with another sign than
     * a slash.
     */
    private static boolean isMisplaced(String line, int visible) {
        char c = line.charAt(visible);
        if (c == '/' && visible > 0) {
            String word = line.substring(visible + 1).split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            return Command.usage(word).isPresent();
        }
        return OTHER_SLASHES.indexOf(c) >= 0
                && WITH_PASSWORD.matcher(line.substring(visible + 1)).lookingAt();
    }

    private static Command command(String line) {
        String[] parts = line.split(" ", 2);
        String word = parts[0].toLowerCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        Optional<String> argument = Optional.of(rest).filter(text -> !text.isEmpty());
        return switch (word) {
            case "me" -> argument.<Command>map(Command.Emote::new).orElseGet(() -> usage(word));
            case "say" -> say(word, rest);
            case "msg" -> directMessage(word, rest);
            case "nick" -> argument.<Command>map(Command.ChangeNick::new).orElseGet(() -> usage(word));
            case "join" -> join(word, rest);
            case "leave" -> rest.contains(" ") ? usage(word) : new Command.Leave(argument);
            case "rooms" -> new Command.Rooms();
            case "who" -> rest.contains(" ") ? usage(word) : new Command.Who(argument);
            case "topic" -> new Command.Topic(argument.map(text -> text.equals(NO_TOPIC) ? "" : text));
            case "room", "invite", "kick", "ban", "unban" -> RoomCommandParser.parse(word, rest);
            case "clients" -> new Command.Clients(argument);
            case "mute" -> mute(word, rest);
            case "unmute" -> argument.<Command>map(Command.Unmute::new).orElseGet(() -> usage(word));
            case "announce" -> argument.<Command>map(Command.Announce::new).orElseGet(() -> usage(word));
            case "register" -> register(word, rest);
            case "login" -> logIn(word, rest);
            case "logout" -> new Command.LogOut();
            case "password" -> changePassword(word, rest);
            case "drop" -> drop(word, rest);
            case "resume" -> resume(word, rest);
            case "history" -> history(argument);
            case "since" -> since(word, rest);
            case "format" ->
                Format.of(rest).<Command>map(Command.ChooseFormat::new).orElseGet(() -> usage(word));
            case "echo" -> echo(word, rest);
            case "ignore" -> new Command.Ignore(argument);
            case "away" -> new Command.Away(argument);
            case "ping" -> new Command.Ping(rest);
            case "help" ->
                rest.contains(" ") ? usage(word) : new Command.Help(argument.map(CommandParser::withoutSlash));
            case "quit" -> new Command.Quit(argument.orElse("goodbye"));
            default -> UnknownCommands.error(parts[0], rest);
        };
    }

    private static Command say(String word, String rest) {
        var keyed = KEYED.matcher(rest);
        if (keyed.matches()) {
            return new Command.SayOnce(keyed.group(1), keyed.group(2));
        }
        return rest.isEmpty() || rest.startsWith("key=") ? usage(word) : new Command.Say(rest);
    }

    private static Command resume(String word, String rest) {
        String[] parts = rest.split(" +");
        Optional<Long> id = parts.length == 2 ? number(parts[1]) : Optional.empty();
        return rest.isEmpty() || parts.length > 2 || parts.length == 2 && id.isEmpty()
                ? usage(word)
                : new Command.Resume(new Secret(parts[0]), id);
    }

    private static Command directMessage(String word, String rest) {
        String[] parts = rest.split(" ", 2);
        boolean complete = parts.length == 2 && !parts[1].isBlank();
        return complete ? new Command.DirectMessage(parts[0], parts[1].strip()) : usage(word);
    }

    private static Command join(String word, String rest) {
        String[] parts = rest.split(" +");
        Optional<String> key = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
        return rest.isEmpty() || parts.length > 2
                ? usage(word, parts.length > 2, "neither a room's name nor its key has a space")
                : new Command.Join(parts[0], key);
    }

    private static Command mute(String word, String rest) {
        String[] parts = rest.split(" +", 2);
        return rest.isEmpty() ? usage(word) : new Command.Mute(parts[0], parts.length == 2 ? parts[1] : "");
    }

    private static Command register(String word, String rest) {
        String[] parts = rest.split(" +");
        return parts.length == 2
                ? new Command.Register(parts[0], new Secret(parts[1]))
                : usage(word, parts.length > 2, NO_SPACE);
    }

    private static Command logIn(String word, String rest) {
        String[] parts = rest.split(" +");
        if (rest.isEmpty() || parts.length > 2) {
            return usage(word, parts.length > 2, NO_SPACE);
        }
        return new Command.LogIn(parts[0], parts.length == 2 ? Optional.of(new Secret(parts[1])) : Optional.empty());
    }

    private static Command changePassword(String word, String rest) {
        String[] parts = rest.split(" +");
        return parts.length == 2
                ? new Command.ChangePassword(new Secret(parts[0]), new Secret(parts[1]))
                : usage(word, parts.length > 2, NO_SPACE);
    }

    private static Command drop(String word, String rest) {
        return rest.isEmpty() || rest.contains(" ")
                ? usage(word, !rest.isEmpty(), NO_SPACE)
                : new Command.Drop(new Secret(rest));
    }

    private static Command history(Optional<String> count) {
        return number(count.orElse(DEFAULT_RECALLED))
                .filter(lines -> lines >= 1 && lines <= ChatLimits.MAX_LISTED)
                .<Command>map(lines -> new Command.History((int) (long) lines))
                .orElseGet(() -> new Command.Invalid(
                        StatusCode.BAD_ARGUMENT, "/history takes a number from 1 to " + ChatLimits.MAX_LISTED));
    }

    private static Command since(String word, String id) {
        return number(id).<Command>map(Command.Since::new).orElseGet(() -> usage(word));
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseUnsignedLong(text)).filter(number -> number >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Command echo(String word, String rest) {
        return switch (rest.toLowerCase(Locale.ROOT)) {
            case "on" -> new Command.Echo(true);
            case "off" -> new Command.Echo(false);
            default -> usage(word);
        };
    }

    private static String withoutSlash(String word) {
        return (word.startsWith("/") ? word.substring(1) : word).toLowerCase(Locale.ROOT);
    }

    static Command usage(String word) {
        return usage(word, false, "");
    }

    /** @param isTooLong whether there are too many words; the rule says why */
    private static Command usage(String word, boolean isTooLong, String rule) {
        String usage = "usage: " + Command.usage(word).orElseThrow().value();
        return new Command.Invalid(StatusCode.BAD_ARGUMENT, isTooLong ? usage + "; " + rule : usage);
    }
}
