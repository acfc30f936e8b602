package dev.parley.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Command of a client. Commands with a {@link Usage} are typed with a slash and listed by {@code /help}. */
public sealed interface Command {
    /** Syntax and purpose of a command, from which help, reference and metrics are derived. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Usage {
        /** Syntax, such as {@code /nick NAME}. */
        String value();

        String text();

        /** Heading in {@code /help}. */
        Group group();

        /** Whether the command's words may contain a secret. A trace shows only the first word of such a line. */
        boolean redacted();
    }

    /** Groups of commands, in the order of {@code /help}. */
    enum Group {
        MESSAGES,
        ROOMS,
        ACCOUNT,
        CONNECTION,
        OPERATORS
    }

    /** Usages of all commands, by group and name. */
    List<Usage> USAGES = usages(kinds());

    /** Usages that {@code /help} shows, without the commands that are for operators alone. */
    List<Usage> FOR_ALL = usages(kinds().filter(
                    type -> RoomCommand.class.isAssignableFrom(type) || !OperatorCommand.class.isAssignableFrom(type)));

    List<Usage> FOR_OPERATORS = usages(kinds(OperatorCommand.class));

    private static List<Usage> usages(Stream<Class<?>> types) {
        return types.flatMap(type -> Stream.ofNullable(type.getAnnotation(Usage.class)))
                .sorted(Comparator.comparing(Usage::group).thenComparing(Command::word))
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

    @Usage(value = "/me TEXT", text = "send an action", group = Group.MESSAGES, redacted = false)
    record Emote(String text) implements Command {}

    @Usage(
            value = "/msg NAME|#ROOM TEXT",
            text = "send to a person or a room",
            group = Group.MESSAGES,
            redacted = false)
    record DirectMessage(String to, String text) implements Command {}

    /** Sends a text, unless it was sent with this key recently. */
    @Usage(
            value = "/say key=KEY TEXT",
            text = "send once, even if the line is repeated",
            group = Group.MESSAGES,
            redacted = false)
    record SayOnce(String key, String text) implements Command {}

    @Usage(value = "/nick NAME", text = "change your nick", group = Group.ACCOUNT, redacted = false)
    record ChangeNick(String nick) implements Command {}

    @Usage(value = "/join #ROOM [KEY]", text = "join a room, or create it", group = Group.ROOMS, redacted = true)
    record Join(String room, Optional<String> key) implements Command {}

    @Usage(value = "/leave [#ROOM]", text = "leave a room", group = Group.ROOMS, redacted = false)
    record Leave(Optional<String> room) implements Command {}

    @Usage(value = "/rooms", text = "list the rooms", group = Group.ROOMS, redacted = false)
    record Rooms() implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/who [#ROOM]", text = "list the people in a room", group = Group.ROOMS, redacted = false)
    record Who(Optional<String> room) implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    /** @param text absent to show the topic; empty to remove it */
    @Usage(value = "/topic [TEXT]", text = "show or set the topic; - removes it", group = Group.ROOMS, redacted = false)
    record Topic(Optional<String> text) implements Command {}

    /** A command that the client's own reader thread carries out outside the chat. The chat gets the result. */
    sealed interface Blocking extends Command {
        @Override
        default int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/history [N]", text = "show the last messages", group = Group.MESSAGES, redacted = false)
    record History(int count) implements Blocking {}

    @Usage(value = "/since ID", text = "show the messages after an id", group = Group.MESSAGES, redacted = false)
    record Since(long id) implements Blocking {}

    @Usage(value = "/register NAME PASSWORD", text = "make a nick yours", group = Group.ACCOUNT, redacted = true)
    record Register(String name, Secret password) implements Blocking {}

    /** @param password empty if the client is to be asked for the password */
    @Usage(value = "/login NAME [PASSWORD]", text = "log in", group = Group.ACCOUNT, redacted = true)
    record LogIn(String name, Optional<Secret> password) implements Blocking {}

    @Usage(value = "/password OLD NEW", text = "change your password", group = Group.ACCOUNT, redacted = true)
    record ChangePassword(Secret old, Secret wanted) implements Blocking {}

    @Usage(value = "/drop PASSWORD", text = "delete your account", group = Group.ACCOUNT, redacted = true)
    record Drop(Secret password) implements Blocking {}

    /** @param lastSeen id of the last event that the client has received, if the client knows the id */
    @Usage(value = "/resume TOKEN [ID]", text = "continue a lost connection", group = Group.CONNECTION, redacted = true)
    record Resume(Secret token, Optional<Long> lastSeen) implements Blocking {}

    @Usage(value = "/logout", text = "become a guest", group = Group.ACCOUNT, redacted = false)
    record LogOut() implements Command {}

    /** A command of the owner or an operator of a room, for the room that the sender speaks in. */
    sealed interface RoomCommand extends Command {}

    /** @param change empty to show the settings */
    @Usage(
            value = "/room [SETTING]",
            text = "show or change the settings, such as key WORD",
            group = Group.ROOMS,
            redacted = true)
    record ConfigureRoom(Optional<RoomSettingChange> change) implements RoomCommand {}

    @Usage(value = "/invite NAME", text = "make a person a member", group = Group.ROOMS, redacted = false)
    record Invite(String nick) implements RoomCommand {}

    @Usage(value = "/kick NAME [TEXT]", text = "remove a person", group = Group.ROOMS, redacted = false)
    record Kick(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/ban NAME [TEXT]", text = "keep a person out", group = Group.ROOMS, redacted = false)
    record Ban(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/unban NAME", text = "let a person in again", group = Group.ROOMS, redacted = false)
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

    @Usage(value = "/clients [NAME]", text = "list connections", group = Group.OPERATORS, redacted = false)
    record Clients(Optional<String> nick) implements OperatorCommand {}

    @Usage(
            value = "/mute NAME|NETWORK [DURATION] [TEXT]",
            text = "stop their messages",
            group = Group.OPERATORS,
            redacted = false)
    record Mute(String target, String text) implements OperatorCommand {}

    @Usage(value = "/unmute NAME|NETWORK", text = "let them speak again", group = Group.OPERATORS, redacted = false)
    record Unmute(String target) implements OperatorCommand {}

    @Usage(value = "/announce TEXT", text = "send to everyone", group = Group.OPERATORS, redacted = false)
    record Announce(String text) implements OperatorCommand {}

    @Usage(value = "/format text|bare|json", text = "choose a format", group = Group.CONNECTION, redacted = false)
    record ChooseFormat(Format format) implements Command {}

    @Usage(value = "/echo on|off", text = "show or hide your own lines", group = Group.CONNECTION, redacted = false)
    record Echo(boolean on) implements Command {}

    /** @param nick person to add or to remove; empty to show the list */
    @Usage(
            value = "/ignore [NAME]",
            text = "hide or show a person, or list them",
            group = Group.MESSAGES,
            redacted = false)
    record Ignore(Optional<String> nick) implements Command {}

    /** @param text empty to come back */
    @Usage(value = "/away [TEXT]", text = "be away, or back", group = Group.MESSAGES, redacted = false)
    record Away(Optional<String> text) implements Command {}

    @Usage(value = "/ping [TOKEN]", text = "get a pong", group = Group.CONNECTION, redacted = true)
    record Ping(String token) implements Command {}

    @Usage(value = "/help [COMMAND]", text = "list the commands", group = Group.CONNECTION, redacted = false)
    record Help(Optional<String> command) implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/quit [TEXT]", text = "disconnect", group = Group.CONNECTION, redacted = false)
    record Quit(String text) implements Command {}

    /**
     * Input that is not a valid command. Its error is sent in order with the other replies.
     *
     * @param forOperator the error for a sender that may use a command of operators; null for the same error
     */
    record Invalid(StatusCode code, String text, @Nullable OperatorHint forOperator) implements Command {
        public Invalid(StatusCode code, String text) {
            this(code, text, null);
        }

        @Override
        public int weight() {
            return forOperator == null ? 1 : LONG_ANSWER;
        }

        /** @param word the command that the sender may have meant */
        public record OperatorHint(String word, String text) {}
    }

    /**
     * The client has logged in.
     *
     * @param unread private messages that were stored for the account
     * @param isNew whether the client has just registered the account
     */
    record LoggedIn(Nick account, UnreadMessages unread, boolean isNew) implements Command {
        public LoggedIn(Nick account, UnreadMessages unread) {
            this(account, unread, false);
        }
    }

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
