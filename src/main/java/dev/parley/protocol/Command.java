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

/** One thing a client asks for. Those with a {@link Usage} are typed with a slash and listed by {@code /help}. */
public sealed interface Command {
    /** How a command is typed and what it does: help, reference and metrics are all derived from here. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Usage {
        /** As typed, such as {@code /nick NAME}. */
        String value();

        String text();

        /** Whether its words may contain a secret: a trace shows only the first word of such a line. */
        boolean redacted();
    }

    /** The usages of all commands. */
    List<Usage> USAGES = usages(kinds());

    /** Those that {@code /help} shows, in its order: what is for operators alone would only puzzle all others. */
    List<Usage> FOR_ALL = usages(kinds().filter(
                    type -> RoomCommand.class.isAssignableFrom(type) || !OperatorCommand.class.isAssignableFrom(type)));

    List<Usage> FOR_OPERATORS = usages(kinds(OperatorCommand.class));

    private static List<Usage> usages(Stream<Class<?>> types) {
        return types.flatMap(type -> Stream.ofNullable(type.getAnnotation(Usage.class)))
                .toList();
    }

    /** Every kind of command. */
    static Stream<Class<?>> kinds() {
        return kinds(Command.class).distinct();
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Command::kinds) : Stream.of(type);
    }

    /** The word a command is typed with, without its slash. */
    static String word(Usage usage) {
        return usage.value().substring(1).split(" ", 2)[0];
    }

    /** Of each kind that is typed. */
    Map<Class<?>, String> WORDS = kinds().filter(type -> type.isAnnotationPresent(Usage.class))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), type -> word(type.getAnnotation(Usage.class))));

    /** What one that is unknown is counted as. */
    String OTHER = "other";

    /** The word it was typed with, or {@link #OTHER}; empty for a text, and for what nobody types. */
    static Optional<String> label(Command command) {
        return command instanceof Invalid invalid && invalid.code() == StatusCode.UNKNOWN_COMMAND
                ? Optional.of(OTHER)
                : Optional.ofNullable(WORDS.get(command.getClass()));
    }

    /** Whether a trace shows only the first word of the line. True unless its kind declares otherwise, or it is a text. */
    default boolean isRedacted() {
        Usage usage = getClass().getAnnotation(Usage.class);
        return usage == null ? !(this instanceof Say) : usage.redacted();
    }

    static Optional<Usage> usage(String word) {
        return USAGES.stream().filter(usage -> word(usage).equals(word)).findFirst();
    }

    /** The weight of a command whose answer is long to make. */
    int LONG_ANSWER = 5;

    /** As how many lines it counts for its sender's rate. */
    default int weight() {
        return 1;
    }

    /** Whether it changes what whole rooms are told of a person, and not what is said. */
    default boolean isChurn() {
        return this instanceof ChangeNick
                || this instanceof Join
                || this instanceof Leave
                || this instanceof RoomCommand
                || this instanceof Topic topic && topic.text().isPresent();
    }

    /** Whether it is for others to read what its sender writes in it: this is what those who are muted may not. */
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

    /** What becomes of it when the service is about to end its sender's connection: only ends are still carried out. */
    default Command whileDraining() {
        return this instanceof EndOfInput
                        || this instanceof Quit
                        || this instanceof OperatorResult
                        || this instanceof Dropped
                ? this
                : new Invalid(StatusCode.DRAINING, "the server restarts; this was not done");
    }

    Reply.Rejected LOG_IN_FIRST =
            new Reply.Rejected(StatusCode.NOT_ALLOWED, "log in first: /login NAME PASSWORD or /register NAME PASSWORD");

    /** What becomes of it where its sender must log in first. */
    default Command whileUnauthenticated() {
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
        return isAllowed ? this : new BlockingResult(LOG_IN_FIRST);
    }

    /** Says a text in the active room. */
    record Say(String text) implements Command {}

    @Usage(value = "/me TEXT", text = "say what you do", redacted = false)
    record Emote(String text) implements Command {}

    @Usage(value = "/msg NAME|#ROOM TEXT", text = "tell a person or a room", redacted = false)
    record DirectMessage(String to, String text) implements Command {}

    /** Says a text that was not said with this key lately. */
    @Usage(value = "/say key=KEY TEXT", text = "say once", redacted = false)
    record SayOnce(String key, String text) implements Command {}

    @Usage(value = "/nick NAME", text = "take a name", redacted = false)
    record ChangeNick(String nick) implements Command {}

    @Usage(value = "/join #ROOM [KEY]", text = "enter a room", redacted = true)
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

    @Usage(value = "/who [#ROOM]", text = "who is there", redacted = false)
    record Who(Optional<String> room) implements Command {
        @Override
        public int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/topic [TEXT]", text = "see or set it", redacted = false)
    record Topic(Optional<String> text) implements Command {}

    /** What is looked up outside the chat, on the client's own time: the chat is told what was found. */
    sealed interface Blocking extends Command {
        @Override
        default int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/history [N]", text = "last lines", redacted = false)
    record History(int count) implements Blocking {}

    @Usage(value = "/since ID", text = "show what came after", redacted = false)
    record Since(long id) implements Blocking {}

    @Usage(value = "/register NAME PASSWORD", text = "own a name", redacted = true)
    record Register(String name, Secret password) implements Blocking {}

    /** @param password empty where it is to be asked for */
    @Usage(value = "/login NAME [PASSWORD]", text = "take your name", redacted = true)
    record LogIn(String name, Optional<Secret> password) implements Blocking {}

    @Usage(value = "/password OLD NEW", text = "change it", redacted = true)
    record ChangePassword(Secret old, Secret wanted) implements Blocking {}

    @Usage(value = "/drop PASSWORD", text = "give your name up", redacted = true)
    record Drop(Secret password) implements Blocking {}

    /** @param heard the id of the last event the client has seen, where it knows */
    @Usage(value = "/resume TOKEN [ID]", text = "go on", redacted = true)
    record Resume(Secret token, Optional<Long> heard) implements Blocking {}

    @Usage(value = "/logout", text = "be a guest again", redacted = false)
    record LogOut() implements Command {}

    /** What those who rule a room do in the one they speak in. */
    sealed interface RoomCommand extends Command {}

    /** @param change empty where the settings are to be shown */
    @Usage(value = "/room [SETTING]", text = "show or set its rules", redacted = true)
    record ConfigureRoom(Optional<RoomSettingChange> change) implements RoomCommand {}

    @Usage(value = "/invite NAME", text = "make a member", redacted = false)
    record Invite(String nick) implements RoomCommand {}

    @Usage(value = "/kick NAME [TEXT]", text = "make leave", redacted = false)
    record Kick(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/ban NAME [TEXT]", text = "keep out", redacted = false)
    record Ban(String nick, String reason) implements RoomCommand, OperatorCommand {}

    @Usage(value = "/unban NAME", text = "let in again", redacted = false)
    record Unban(String nick) implements RoomCommand, OperatorCommand {}

    /** What operators of the service do in all of it; where they rule the room they speak in, its commands come first. */
    sealed interface OperatorCommand extends Command {
        @Override
        default int weight() {
            return LONG_ANSWER;
        }
    }

    @Usage(value = "/clients [NAME]", text = "who is connected", redacted = false)
    record Clients(Optional<String> nick) implements OperatorCommand {}

    @Usage(value = "/mute NAME|NETWORK [DURATION] [TEXT]", text = "silence", redacted = false)
    record Mute(String target, String text) implements OperatorCommand {}

    @Usage(value = "/unmute NAME|NETWORK", text = "let speak again", redacted = false)
    record Unmute(String target) implements OperatorCommand {}

    @Usage(value = "/announce TEXT", text = "tell everyone", redacted = false)
    record Announce(String text) implements OperatorCommand {}

    @Usage(value = "/format text|bare|json", text = "choose a format", redacted = false)
    record ChooseFormat(Format format) implements Command {}

    @Usage(value = "/echo on|off", text = "show your own lines", redacted = false)
    record Echo(boolean on) implements Command {}

    /** @param nick whom to ignore, or no longer; empty where those who are ignored are to be shown */
    @Usage(value = "/ignore [NAME]", text = "hide a person", redacted = false)
    record Ignore(Optional<String> nick) implements Command {}

    /** @param text empty for being back */
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

    @Usage(value = "/quit [TEXT]", text = "leave the chat", redacted = false)
    record Quit(String text) implements Command {}

    /** Input that is no command: it is answered in its place among the others. */
    record Invalid(StatusCode code, String text) implements Command {}

    /**
     * The client has proved that the name is its own.
     *
     * @param unread what waited for it
     */
    record LoggedIn(Nick account, UnreadMessages unread) implements Command {}

    /** The client is who it was before, and is to be told what it missed. */
    record MissedEvents(Reply.HistoryPage missed) implements Command {}

    /** The client has proved who it is, and changed how that is proved. */
    record PasswordChanged(Nick account) implements Command {}

    /** The name is nobody's any more, as its owner wanted. */
    record Dropped(Nick account) implements Command {}

    /** What was looked up for the client outside the chat: it is told in its place among the others. */
    record BlockingResult(Reply answer) implements Command {}

    /** An operator's command was carried out, or refused, outside the chat. */
    record OperatorResult(Reply answer) implements Command {}

    /** The client will send nothing more: what it asked for is answered, then its connection ends. */
    record EndOfInput() implements Command {}
}
