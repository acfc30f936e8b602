package dev.parley.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command of a client. Commands with a {@link Usage} are typed with a slash and listed by {@code /help}. */
public sealed interface Command {
    /** Syntax and purpose of a command, from which help, reference and metrics are derived. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Usage {
        /** Syntax, such as {@code /nick NAME}. */
        String value();

        String text();

        /** Whether the command's words may contain a secret. A trace shows only the first word of such a line. */
        boolean redacted();
    }

    /** Usages of all commands. */
    List<Usage> USAGES = usages(kinds());

    /** Usages that {@code /help} shows, in its order, without the commands that are for operators alone. */
    List<Usage> FOR_ALL = usages(kinds().filter(
                    type -> RoomCommand.class.isAssignableFrom(type) || !OperatorCommand.class.isAssignableFrom(type)));

    List<Usage> FOR_OPERATORS = usages(kinds(OperatorCommand.class));

    private static List<Usage> usages(Stream<Class<?>> types) {
        return types.flatMap(type -> Stream.ofNullable(type.getAnnotation(Usage.class)))
                .toList();
    }

    /** Returns every kind of command. */
    static Stream<Class<?>> kinds() {
        return kinds(Command.class).distinct();
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Command::kinds) : Stream.of(type);
    }

    /** Returns the word a command is typed with, without its slash. */
    static String word(Usage usage) {
        return usage.value().substring(1).split(" ", 2)[0];
    }

    /** Words of all kinds that are typed. */
    Map<Class<?>, String> WORDS = kinds().filter(type -> type.isAnnotationPresent(Usage.class))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), type -> word(type.getAnnotation(Usage.class))));

    /** Label of all unknown commands. */
    String OTHER = "other";

    /**
     * Returns the word the command was typed with, or {@link #OTHER}. Empty for a text and for commands that nobody
     * types.
     */
    static Optional<String> label(Command command) {
        return command instanceof Invalid invalid && invalid.code() == StatusCode.UNKNOWN_COMMAND
                ? Optional.of(OTHER)
                : Optional.ofNullable(WORDS.get(command.getClass()));
    }

    /**
     * Whether a trace shows only the first word of the line. True unless the kind declares otherwise, or the command is
     * a text.
     */
    default boolean isRedacted() {
        Usage usage = getClass().getAnnotation(Usage.class);
        return usage == null ? !(this instanceof Say) : usage.redacted();
    }

    static Optional<Usage> usage(String word) {
        return USAGES.stream().filter(usage -> word(usage).equals(word)).findFirst();
    }

    /** Weight of a command whose reply is expensive. */
    int LONG_ANSWER = 5;

    /** Returns the number of lines that the command counts for in its sender's rate limit. */
    default int weight() {
        return 1;
    }

    /**
     * Whether the command produces presence traffic (join, leave, nick change, topic, room settings), which has its own
     * rate limit.
     */
    default boolean isChurn() {
        return this instanceof ChangeNick
                || this instanceof Join
                || this instanceof Leave
                || this instanceof RoomCommand
                || this instanceof Topic topic && topic.text().isPresent();
    }

    /** Whether the command carries text that others will read, and so is refused to muted users. */
    default boolean isReadByOthers() {
        return this instanceof Say
                || this instanceof SayOnce
                || this instanceof Emote
                || this instanceof DirectMessage
                || this instanceof Invite
                || this instanceof Announce
                || this instanceof Topic topic && topic.text().isPresent()
                || this instanceof Away away && away.text().isPresent()
                || this instanceof Kick kick && !kick.reason().isEmpty()
                || this instanceof Ban ban && !ban.reason().isEmpty();
    }

    /**
     * Returns the command, or its refusal while the service disconnects the sender. Only commands that end something,
     * and results of operators' commands, still pass.
     */
    default Command whileDraining() {
        return this instanceof EndOfInput
                        || this instanceof Quit
                        || this instanceof OperatorResult
                        || this instanceof Dropped
                ? this
                : new Invalid(StatusCode.DRAINING, "the server is restarting; this line was ignored");
    }

    /**
     * Returns the command, or its refusal while the sender must log in first.
     *
     * @param logInFirst the refusal
     */
    default Command whileUnauthenticated(Reply.Rejected logInFirst) {
        boolean isAllowed = this instanceof Register
                || this instanceof LogIn
                || this instanceof LoggedIn
                || this instanceof Resume
                || this instanceof MissedEvents
                || this instanceof BlockingResult
                || this instanceof ChooseFormat
                || this instanceof Echo
                || this instanceof Ping
                || this instanceof Help
                || this instanceof Quit
                || this instanceof Invalid;
        return isAllowed ? this : new BlockingResult(logInFirst);
    }

    /** Sends a text to the active room. */
    record Say(String text) implements Command {}

    @Usage(value = "/me TEXT", text = "send an action", redacted = false)
    record Emote(String text) implements Command {}

    @Usage(value = "/msg NAME|#ROOM TEXT", text = "send to a person or room", redacted = false)
    record DirectMessage(String to, String text) implements Command {}

    /** Sends a text, unless it was sent with this key recently. */
    @Usage(value = "/say key=KEY TEXT", text = "send only once", redacted = false)
    record SayOnce(String key, String text) implements Command {}

    @Usage(value = "/nick NAME", text = "change your nick", redacted = false)
    record ChangeNick(String nick) implements Command {}

    @Usage(value = "/join #ROOM [KEY]", text = "join a room", redacted = true)
    record Join(String room, Optional<String> key) implements Command {}

    @Usage(value = "/leave [#ROOM]", text = "leave a room", redacted = false)
    record Leave(Optional<String> room) implements Command {}

    @Usage(value = "/rooms", text = "list rooms", redacted = false)
    record Rooms() implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/who [#ROOM]", text = "list people", redacted = false)
    record Who(Optional<String> room) implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/topic [TEXT]", text = "show or set the topic", redacted = false)
    record Topic(Optional<String> text) implements Command {}

    /** A command that the client's own reader thread carries out outside the chat. The chat gets the result. */
    sealed interface Blocking extends Command {
        @Override
        default int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/history [N]", text = "last lines", redacted = false)
    record History(int count) implements Blocking {}

    @Usage(value = "/since ID", text = "lines after ID", redacted = false)
    record Since(long id) implements Blocking {}

    @Usage(value = "/register NAME PASSWORD", text = "register a nick", redacted = true)
    record Register(String name, Secret password) implements Blocking {}

    /** @param password empty if the client is to be asked for the password */
    @Usage(value = "/login NAME [PASSWORD]", text = "log in", redacted = true)
    record LogIn(String name, Optional<Secret> password) implements Blocking {}

    @Usage(value = "/password OLD NEW", text = "change it", redacted = true)
    record ChangePassword(Secret old, Secret wanted) implements Blocking {}

    @Usage(value = "/drop PASSWORD", text = "delete your account", redacted = true)
    record Drop(Secret password) implements Blocking {}

    /** @param lastSeen id of the last event that the client has received, if the client knows the id */
    @Usage(value = "/resume TOKEN [ID]", text = "resume a connection", redacted = true)
    record Resume(Secret token, Optional<Long> lastSeen) implements Blocking {}

    @Usage(value = "/logout", text = "become a guest", redacted = false)
    record LogOut() implements Command {}

    /** A command of the owner or an operator of a room, for the room that the sender speaks in. */
    sealed interface RoomCommand extends Command {}

    /** @param change empty to show the settings */
    @Usage(value = "/room [SETTING]", text = "room settings", redacted = true)
    record ConfigureRoom(Optional<RoomSettingChange> change) implements RoomCommand {}

    @Usage(value = "/invite NAME", text = "make a member", redacted = false)
    record Invite(String nick) implements RoomCommand {}

    @Usage(value = "/kick NAME [TEXT]", text = "remove a person", redacted = false)
    record Kick(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/ban NAME [TEXT]", text = "keep out", redacted = false)
    record Ban(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/unban NAME", text = "let in again", redacted = false)
    record Unban(String nick) implements RoomCommand, OperatorCommand {}

    /**
     * A command of server operators, for the whole server. In a room that its sender owns or operates, the room's
     * command of the same name takes precedence.
     */
    sealed interface OperatorCommand extends Command {
        @Override
        default int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/clients [NAME]", text = "list connections", redacted = false)
    record Clients(Optional<String> nick) implements OperatorCommand {}

    @Usage(value = "/mute NAME|NETWORK [DURATION] [TEXT]", text = "stop their messages", redacted = false)
    record Mute(String target, String text) implements OperatorCommand {}

    @Usage(value = "/unmute NAME|NETWORK", text = "let speak again", redacted = false)
    record Unmute(String target) implements OperatorCommand {}

    @Usage(value = "/announce TEXT", text = "send to everyone", redacted = false)
    record Announce(String text) implements OperatorCommand {}

    @Usage(value = "/format text|bare|json", text = "choose a format", redacted = false)
    record ChooseFormat(Format format) implements Command {}

    @Usage(value = "/echo on|off", text = "show your own lines", redacted = false)
    record Echo(boolean on) implements Command {}

    /** @param nick person to add or to remove; empty to show the list */
    @Usage(value = "/ignore [NAME]", text = "hide a person", redacted = false)
    record Ignore(Optional<String> nick) implements Command {}

    /** @param text empty to come back */
    @Usage(value = "/away [TEXT]", text = "be away", redacted = false)
    record Away(Optional<String> text) implements Command {}

    @Usage(value = "/ping [TOKEN]", text = "get a pong", redacted = true)
    record Ping(String token) implements Command {}

    @Usage(value = "/help [COMMAND]", text = "list commands", redacted = false)
    record Help(Optional<String> command) implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/quit [TEXT]", text = "disconnect", redacted = false)
    record Quit(String text) implements Command {}

    /** Input that is not a valid command. Its error is sent in order with the other replies. */
    record Invalid(StatusCode code, String text) implements Command {}

    /**
     * The client has logged in.
     *
     * @param unread private messages that were stored for the account
     */
    record LoggedIn(Nick account, UnreadMessages unread) implements Command {}

    /** The client has resumed its session, and is to be sent the events it missed. */
    record MissedEvents(Reply.HistoryPage missed) implements Command {}

    /** The client has changed its password. */
    record PasswordChanged(Nick account) implements Command {}

    /** The owner has deleted the account. */
    record Dropped(Nick account) implements Command {}

    /** The result of a look-up outside the chat. It is sent in order with other replies. */
    record BlockingResult(Reply answer) implements Command {}

    /** An operator's command was carried out, or refused, outside the chat. */
    record OperatorResult(Reply answer) implements Command {}

    /** The client has ended its input. Its commands are answered, and then the client is disconnected. */
    record EndOfInput() implements Command {}
}
