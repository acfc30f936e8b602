package dev.parley.terminal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Renders lines of the server for people, much like the format {@code text}. Not thread-safe. */
final class LineRenderer {
    /** Width of the time before each line. */
    static final int TIME_COLUMNS = 6;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL);
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle QUIET = AttributedStyle.DEFAULT.faint();

    private final Clock clock;
    private final boolean isInteractive;
    private final boolean isColored;
    private LocalDate day;

    /**
     * @param isInteractive whether lines begin with their local time, a line precedes each new day, and passwords can
     *     be
     *     asked for
     * @param isColored whether lines have colors and other styles
     */
    LineRenderer(Clock clock, boolean isInteractive, boolean isColored) {
        this.clock = clock;
        this.isInteractive = isInteractive;
        this.isColored = isColored;
        this.day = LocalDate.now(clock);
    }

    /**
     * Returns the lines to show; none for a line that is not for people.
     *
     * @param nick nick of the user
     * @param active active room of the user, which messages do not name
     * @param isMention whether the line is for the user in particular, and stands out
     */
    List<AttributedString> render(ServerLine line, String nick, String active, boolean isMention) {
        var body = new ArrayList<AttributedString>();
        switch (line.type()) {
            case "message" -> body.add(said(line, active, "<", "> ", isMention));
            case "action" -> body.add(said(line, active, "* ", " ", isMention));
            case "private" ->
                body.add(
                        line.text("from").equals(nick)
                                ? named("[-> ", line.text("to"), "] ", line.text("text"), false)
                                : named("[", line.text("from"), "] ", line.text("text"), isMention));
            case "help" -> help(line, body);
            case "rooms" -> rooms(line, body);
            case "clients" -> clients(line, body);
            case "settings" -> settings(line, body);
            case "text" -> body.add(styled(line.text("text"), PLAIN));
            default -> notice(line, nick).lines().forEach(text -> body.add(styled("*** " + text, style(line))));
        }
        return isInteractive ? timed(time(line.text("at")), body) : body;
    }

    /** Returns lines of the client itself. */
    List<AttributedString> own(String text) {
        var body = new ArrayList<AttributedString>();
        text.lines().forEach(line -> body.add(styled("*** " + line, QUIET)));
        return isInteractive ? timed(ZonedDateTime.now(clock), body) : body;
    }

    private AttributedString said(ServerLine line, String active, String open, String close, boolean isMention) {
        String room = line.text("room").equals(active) ? "" : line.text("room") + " ";
        return named(room + open, line.text("from"), close, line.text("text"), isMention);
    }

    private AttributedString named(String before, String nick, String after, String text, boolean isMention) {
        AttributedStyle style = isColored && isMention ? AttributedStyle.BOLD : PLAIN;
        AttributedStringBuilder built = new AttributedStringBuilder()
                .append(before, style)
                .append(nick, isColored ? NickColors.of(nick) : PLAIN)
                .append(after + text, style);
        return built.toAttributedString();
    }

    private AttributedStyle style(ServerLine line) {
        return switch (line.type()) {
            case "error", "bye", "announcement" -> AttributedStyle.BOLD;
            case "joined", "left", "renamed", "presence", "pong" -> QUIET;
            default -> PLAIN;
        };
    }

    private static String notice(ServerLine line, String nick) {
        String from = line.text("from");
        String room = line.text("room");
        String text = line.text("text");
        boolean isOwn = from.equals(nick);
        return switch (line.type()) {
            case "welcome" -> "You are " + line.text("nick") + " in " + room + " (" + line.number("members") + " here)";
            case "joined" -> isOwn ? "You are in " + room : from + " joined " + room;
            case "left" -> isOwn ? "You left " + room : from + " left " + room;
            case "renamed" -> line.text("to").equals(nick) ? "You are " + nick : from + " is now " + line.text("to");
            case "presence" -> presence(line);
            case "topic" -> topic(from, room, text);
            case "room" -> from + " set " + room + ": " + text;
            case "kicked" ->
                from + " kicked " + line.text("who") + " from " + room + (text.isEmpty() ? "" : ": " + text);
            case "deleted" -> "a message in " + room + " was deleted" + (text.isEmpty() ? "" : ": " + text);
            case "announcement" -> "announcement: " + text;
            case "who" -> room + ": " + people(line) + more(line) + " (" + line.number("listening") + " listening)";
            case "history" -> history(line);
            case "mail" -> counted(line.number("count"), "private message") + " arrived while you were offline";
            case "resumed" -> missed(line);
            case "pong" -> "pong " + line.text("token");
            case "error" -> "error " + line.text("code") + ": " + text;
            case "bye" -> "bye " + line.text("code") + (text.isEmpty() ? "" : ": " + text);
            case "resumable" -> "";
            default -> text.isEmpty() ? line.raw() : text;
        };
    }

    private static String people(ServerLine line) {
        List<String> away = line.texts("away");
        return line.texts("names").stream()
                .map(name -> away.contains(name) ? name + " (away)" : name)
                .collect(Collectors.joining(", "));
    }

    private static String presence(ServerLine line) {
        String names = String.join(", ", line.texts("names"));
        return line.text("room") + ": " + line.number("joined") + " joined, " + line.number("left") + " left, "
                + line.number("renamed") + " renamed: " + names + more(line);
    }

    private static String topic(String from, String room, String text) {
        if (from.isEmpty()) {
            return text.isEmpty() ? room + " has no topic" : "topic of " + room + ": " + text;
        }
        return text.isEmpty()
                ? from + " removed the topic of " + room
                : from + " set the topic of " + room + ": " + text;
    }

    private static String history(ServerLine line) {
        if (!line.has("room")) {
            return missed(line);
        }
        return "history of " + line.text("room") + ": last " + line.number("count") + " of "
                + counted(line.number("total"), "line") + (line.flag("complete") ? "" : ", incomplete");
    }

    /** Returns the text of an answer to {@code /resume} or {@code /since}. */
    private static String missed(ServerLine line) {
        long count = line.number("count");
        if (line.flag("complete")) {
            return "missed: " + counted(count, "line");
        }
        if (count == 0) {
            return "some lines may be missing";
        }
        return line.flag("more")
                ? "missed: " + counted(count, "line") + "; there are more"
                : "missed: at least " + counted(count, "line");
    }

    private void help(ServerLine line, List<AttributedString> body) {
        List<ServerLine> commands = line.objects("commands");
        int width = commands.stream()
                .mapToInt(command -> command.text("usage").length())
                .max()
                .orElse(0);
        String group = "";
        for (ServerLine command : commands) {
            String usage = command.text("usage");
            if (!command.text("group").equals(group)) {
                group = command.text("group");
                body.add(styled("*** " + group + ":", PLAIN));
            }
            body.add(styled("  " + usage + " ".repeat(width - usage.length() + 2) + command.text("text"), PLAIN));
        }
        if (isInteractive
                && commands.stream().anyMatch(command -> command.text("usage").contains("PASSWORD"))) {
            body.add(styled("*** leave PASSWORD out, and this client asks for it", QUIET));
        }
    }

    private void rooms(ServerLine line, List<AttributedString> body) {
        for (ServerLine room : line.objects("rooms")) {
            String topic = room.has("topic") ? ", topic: " + room.text("topic") : "";
            long members = room.number("members");
            body.add(styled(
                    "*** " + room.text("name") + ": " + members + (members == 1 ? " person" : " people") + topic,
                    PLAIN));
        }
        addMore(line, body);
    }

    private void clients(ServerLine line, List<AttributedString> body) {
        for (ServerLine client : line.objects("clients")) {
            String account = client.has("account") ? "account " + client.text("account") : "a guest";
            body.add(styled(
                    "*** " + client.text("id") + " " + client.text("nick") + " (" + account + ") from "
                            + client.text("address") + ", idle " + client.number("idleSeconds") + " s, "
                            + client.number("queuedBytes") + " bytes queued",
                    PLAIN));
        }
        addMore(line, body);
    }

    private void settings(ServerLine line, List<AttributedString> body) {
        String room = "*** " + line.text("room");
        String owner = line.has("owner") ? " is owned by " + line.text("owner") : " has no owner";
        body.add(styled(
                room
                        + owner
                        + list(line, "operators", "; operators: ")
                        + list(line, "members", "; members: ")
                        + list(line, "banned", "; banned: ")
                        + list(line, "bannedNicks", "; banned nicks: "),
                PLAIN));
        body.add(styled(
                room + " has members-only " + onOff(line.flag("membersOnly")) + ", moderated "
                        + onOff(line.flag("moderated")) + ", slow " + line.number("slowSeconds")
                        + (line.has("key") ? ", key " + line.text("key") : ""),
                PLAIN));
    }

    private static String onOff(boolean value) {
        return value ? "on" : "off";
    }

    private static String list(ServerLine line, String field, String before) {
        List<String> names = line.texts(field);
        return names.isEmpty() ? "" : names.stream().collect(Collectors.joining(", ", before, ""));
    }

    private void addMore(ServerLine line, List<AttributedString> body) {
        if (line.has("more")) {
            body.add(styled("*** and " + line.number("more") + " more", PLAIN));
        }
    }

    private static String more(ServerLine line) {
        return line.has("more") ? " and " + line.number("more") + " more" : "";
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(text, isColored ? style : PLAIN);
    }

    private List<AttributedString> timed(ZonedDateTime at, List<AttributedString> body) {
        if (body.isEmpty()) {
            return body;
        }
        var shown = new ArrayList<AttributedString>();
        if (!at.toLocalDate().equals(day)) {
            day = at.toLocalDate();
            shown.add(styled("──── " + DAY.format(day) + " ────", QUIET));
        }
        for (AttributedString text : body) {
            shown.add(new AttributedStringBuilder()
                    .append(TIME.format(at), isColored ? QUIET : PLAIN)
                    .append(text)
                    .toAttributedString());
        }
        return shown;
    }

    private ZonedDateTime time(String at) {
        try {
            return Instant.parse(at).atZone(clock.getZone());
        } catch (DateTimeException e) {
            return ZonedDateTime.now(clock);
        }
    }
}
