package dev.parley.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * State of the chat as this client knows it from the lines of the server: nick, rooms and commands. One thread changes
 * it at a time. What the completion reads is safe for any thread: the terminal is locked during a completion, so it
 * must not wait for a thread that shows a line.
 */
final class ChatView {
    /** Command that enters a room with its key. */
    private static final Pattern JOIN = Pattern.compile("\\s*/join\\s+#?(\\S+)\\s+(\\S.*)", Pattern.CASE_INSENSITIVE);

    private static final String HELP = "/help";
    private static final String WHO = "/who ";
    private static final Pattern IGNORE = Pattern.compile("\\s*/ignore\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);

    private final Rooms rooms = new Rooms();

    /** Keys of rooms, which the server asks for again on each connection. */
    private final Map<String, String> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final Map<String, String> commands = new TreeMap<>();
    private boolean isHelpAsked;
    private String nick = "";
    private boolean isAway;
    private final Set<String> ignored = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** Whether an earlier connection has ended with somebody ignored, or as away. */
    private boolean hasEnded;

    String nick() {
        return nick;
    }

    /** Not for the completion. */
    Rooms rooms() {
        return rooms;
    }

    /** Returns the texts of the commands by their names. */
    synchronized Map<String, String> commands() {
        return new TreeMap<>(commands);
    }

    /** Returns the names of the rooms that the user is in. */
    synchronized Collection<String> roomNames() {
        return new TreeSet<>(rooms.all().keySet());
    }

    /** Returns the people of all rooms that the user is in. */
    synchronized Collection<String> people() {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        rooms.all().values().forEach(room -> names.addAll(room.names));
        return names;
    }

    /** Nick and room of the messages that the user sends. */
    record Place(String nick, String room) {}

    /** Returns the nick and the active room for the user. */
    String here() {
        return nick + " in " + rooms.active();
    }

    /** Returns the place; the nick of a guest does not belong to it, because it changes with the connection. */
    Place place() {
        return new Place(isGuest() ? "" : nick, rooms.active());
    }

    /** Whether the user is at the place. */
    boolean isAt(Place place) {
        return place().equals(place);
    }

    /** Forgets what begins anew on each connection: the nick, and whether the user is away. */
    synchronized void forgetPerson() {
        hasEnded = hasEnded || isAway || !ignored.isEmpty();
        nick = "";
        isAway = false;
        isHelpAsked = false;
        ignored.clear();
    }

    /** Whether the user was away or ignored somebody on an earlier connection; asked once after each return. */
    boolean takeEnded() {
        boolean ended = hasEnded;
        hasEnded = false;
        return ended;
    }

    boolean isGuest() {
        return nick.isEmpty() || nick.startsWith("guest-");
    }

    /** Whether the line is about the user: what the user wrote or did, or a message to the user. */
    boolean isOwn(ServerLine line) {
        return !nick.isEmpty()
                && (line.text("nick").equals(nick)
                        || line.text("from").equals(nick)
                        || line.text("to").equals(nick));
    }

    /** Whether somebody else wrote to the user, or wrote the user's nick. */
    boolean isMention(ServerLine line) {
        if (nick.isEmpty() || line.text("from").equals(nick)) {
            return false;
        }
        return line.is("private")
                || (line.is("message") || line.is("action"))
                        && Pattern.compile("(?iu)(?<![\\p{L}\\p{N}_-])" + Pattern.quote(nick) + "(?![\\p{L}\\p{N}_-])")
                                .matcher(line.text("text"))
                                .find();
    }

    /** Returns the request for what the status line and the completion lack; empty if they lack nothing. */
    Optional<Outbox.Entry> missing() {
        if (commands.isEmpty() && !isHelpAsked) {
            return Optional.of(Outbox.Entry.request(HELP, "help"));
        }
        return rooms.isIn(rooms.active()) && !rooms.activeRoom().isAsked
                ? Optional.of(Outbox.Entry.request(WHO + rooms.active(), "who"))
                : Optional.empty();
    }

    /** Keeps the key of a room that the user enters, whom the user ignores, and what the server is asked for. */
    void sent(String line) {
        isHelpAsked = isHelpAsked || line.equals(HELP);
        if (line.equals(WHO + rooms.active())) {
            rooms.activeRoom().isAsked = true;
        }
        var ignore = IGNORE.matcher(line);
        if (ignore.matches() && !ignored.remove(ignore.group(1))) {
            ignored.add(ignore.group(1));
        }
        var join = JOIN.matcher(line);
        if (join.matches() && !rooms.isIn("#" + join.group(1))) {
            keys.put("#" + join.group(1), join.group(2).strip());
        }
    }

    /** Returns the command that enters a room again. */
    String joinCommand(String room) {
        return "/join " + room + (keys.containsKey(room) ? " " + keys.get(room) : "");
    }

    /** Forgets the rooms, and returns them with the active one last, to enter them again on a new connection. */
    synchronized List<String> takeRooms() {
        var names = new ArrayList<>(rooms.all().keySet());
        names.remove(Rooms.LOBBY);
        if (names.remove(rooms.active()) || !names.isEmpty()) {
            names.add(rooms.active());
        }
        rooms.clear();
        return names;
    }

    /** Learns from a missed line, which does not show the present state. */
    synchronized void learnMissed(ServerLine line) {
        count(line);
    }

    private void count(ServerLine line) {
        if ((line.is("message") || line.is("action")) && !line.text("from").equals(nick)) {
            rooms.message(line.text("room"));
        }
    }

    /** Makes the lobby the active room unless the user is in the active one, which is read now. */
    synchronized void settle() {
        rooms.checkActive();
        rooms.readActive();
    }

    /** @param isResuming whether the line is about a room that the user was in already */
    synchronized void learn(ServerLine line, boolean isResuming) {
        String from = line.text("from");
        String room = line.text("room");
        switch (line.type()) {
            case "welcome" -> {
                nick = line.text("nick");
                rooms.welcome(room, line.number("members"));
            }
            case "renamed" -> {
                rooms.renamed(from, line.text("to"));
                if (line.flag("you")) {
                    nick = line.text("to");
                    rooms.renamedSelf();
                }
            }
            case "joined" -> {
                if (from.equals(nick) && isResuming) {
                    rooms.add(room);
                } else if (from.equals(nick)) {
                    rooms.enter(room);
                } else {
                    rooms.joined(room, from);
                }
            }
            case "left" -> left(room, from);
            case "kicked" -> left(room, line.text("who"));
            case "presence" -> rooms.count(room, line.number("members"));
            case "who" -> rooms.people(room, line.texts("names"), line.number("more"));
            case "away" -> isAway = line.flag("away");
            case "message", "action" -> count(line);
            case "help" ->
                line.objects("commands").forEach(command -> {
                    String usage = command.text("usage");
                    commands.put(usage.split(" ", 2)[0], command.text("text"));
                });
            default -> {}
        }
    }

    private void left(String room, String who) {
        if (who.equals(nick)) {
            rooms.leave(room);
        } else {
            rooms.left(room, who);
        }
    }

    /** Returns the beginning of the status line: room, people and nick. */
    synchronized String status() {
        long people = rooms.activeRoom().people;
        var text = new StringBuilder(rooms.active());
        if (people >= 0) {
            text.append(" · ").append(people).append(people == 1 ? " person" : " people");
        }
        if (!nick.isEmpty()) {
            text.append(" · ").append(nick).append(isAway ? " (away)" : "");
        }
        return text.toString();
    }

    /** Returns the part of the status line that counts unread messages of other rooms. */
    synchronized String unread() {
        var text = new StringBuilder();
        for (String name : rooms.all().keySet()) {
            if (rooms.unread(name) > 0) {
                text.append(" · ")
                        .append(name)
                        .append(' ')
                        .append(rooms.unread(name))
                        .append(" new");
            }
        }
        return text.toString();
    }
}
