package dev.parley.codec;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.TextSanitizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the text format. A message begins with {@code <name> }, an action with {@code * }, a private message with
 * {@code [name] }, everything else with {@code *** }. Names have none of these signs, so no text can forge another
 * line.
 */
final class TextEncoder {
    private TextEncoder() {}

    static String of(ChatEvent event, boolean active) {
        String line = switch (event) {
            case ChatEvent.Said said -> "<" + said.from() + "> " + said.text();
            case ChatEvent.Emoted acted -> "* " + acted.from() + " " + acted.text();
            case ChatEvent.DirectMessage message -> "[" + message.from() + "] " + message.text();
            case ChatEvent.Joined joined -> "*** " + joined.from() + " joined " + joined.room();
            case ChatEvent.Left left -> "*** " + left.from() + " left " + left.room();
            case ChatEvent.Renamed renamed -> "*** " + renamed.from() + " is now " + renamed.to();
            case ChatEvent.PresenceSummary summary -> presence(summary);
            case ChatEvent.TopicSet set -> topicSet(set);
            case ChatEvent.RoomSettingsChanged set -> "*** " + set.from() + " set " + set.room() + ": " + set.what();
            case ChatEvent.RoomNotice notice -> "*** " + notice.text();
            case ChatEvent.Kicked kicked -> kicked(kicked);
            case ChatEvent.Deleted deleted ->
                "*** a message in " + deleted.room() + " was deleted: " + deleted.reason();
            case ChatEvent.Announced announced -> "*** announcement: " + announced.text();
            case ChatEvent.HistoryStateChanged turned -> "*** " + turned(turned);
            case ChatEvent.StoredOnlyEvent stored ->
                throw new IllegalArgumentException("Not sent to clients: " + stored);
        };
        return TextSanitizer.clean(
                event instanceof ChatEvent.InRoom elsewhere && !active ? elsewhere.room() + " " + line : line);
    }

    /** Encodes a reply as one line or several, with line feeds between them. */
    static String of(Reply reply) {
        return lines(reply).stream().map(TextSanitizer::clean).collect(joining("\n"));
    }

    private static List<String> lines(Reply reply) {
        return switch (reply) {
            case Reply.Welcomed welcomed -> List.of(welcome(welcomed));
            case Reply.YouJoined you -> List.of(youJoined(you.event()));
            case Reply.YouLeft you -> List.of("*** You left " + you.event().room() + "; you are in " + you.active());
            case Reply.YouAre you -> List.of("*** You are " + you.event().to());
            case Reply.DirectMessageSent you ->
                List.of("[-> " + you.event().to() + "] " + you.event().text());
            case Reply.Duplicate repeated -> List.of("*** duplicate ignored");
            case Reply.StoredForLater kept -> List.of("*** " + kept(kept));
            case Reply.Unread unread -> waited(unread);
            case Reply.YouSetTopic you -> List.of(topicSet(you.event()));
            case Reply.RoomSettingsShown shown -> roomSettings(shown);
            case Reply.Topic topic -> List.of(topic(topic));
            case Reply.Names names -> names(names);
            case Reply.RoomList list -> rooms(list);
            case Reply.Help help -> help(help);
            case Reply.ClientList connected -> connected(connected);
            case Reply.HistoryPage page -> historyPage(page);
            case Reply.Resumed resumed -> resumed(resumed);
            case Reply.Resumable resumable -> List.of(resumable(resumable.token()));
            case Reply.Pong pong -> List.of(pong.token().isEmpty() ? "*** pong" : "*** pong " + pong.token());
            case Reply.Notice notice -> List.of("*** " + notice.text());
            case Reply.Away away -> List.of("*** " + away.text());
            case Reply.Hint hint -> List.of("*** " + hint.text());
            case Reply.Rejected refused -> List.of("*** error " + refused.code().label() + ": " + refused.text());
            case Reply.Bye bye -> List.of(bye(bye));
        };
    }

    static String kept(Reply.StoredForLater kept) {
        return kept.to() + " is offline; the message will be shown at the next /login";
    }

    private static List<String> waited(Reply.Unread unread) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(unread));
        lines.addAll(dated(unread.messages(), unread.asOf(), message -> of(message, true)));
        return lines;
    }

    static String summary(Reply.Unread unread) {
        int count = unread.messages().size();
        String line = "*** " + count + (count == 1 ? " private message" : " private messages")
                + " arrived while you were offline";
        return unread.more() == 0 ? line : line + "; " + unread.more() + " more at your next /login";
    }

    private static String resumable(String token) {
        return "*** if disconnected, reconnect within 5 minutes: /resume " + token;
    }

    private static String bye(Reply.Bye bye) {
        String line = "*** bye " + bye.code().label() + ": " + bye.text();
        return bye.token() == null ? line : line + "; reconnect with /resume " + bye.token();
    }

    private static String welcome(Reply.Welcomed welcomed) {
        return "*** You are " + welcomed.nick() + " in " + welcomed.room() + " (" + welcomed.members()
                + " here). /nick NAME, /help; /echo off hides your own lines.";
    }

    private static String youJoined(ChatEvent.Joined joined) {
        return "*** You are in " + joined.room() + " (" + joined.members() + " here)";
    }

    private static String presence(ChatEvent.PresenceSummary summary) {
        String changes = Stream.of(
                        count(summary.joined(), "joined"),
                        count(summary.left(), "left"),
                        count(summary.renamed(), "renamed"))
                .filter(count -> !count.isEmpty())
                .collect(joining(", "));
        String names = summary.names().stream().map(Nick::value).collect(joining(", "));
        return "*** " + summary.room() + ": " + changes + ": " + names + more(summary.unlisted());
    }

    private static String count(int count, String what) {
        return count == 0 ? "" : count + " " + what;
    }

    private static String more(int unlisted) {
        return unlisted == 0 ? "" : " and " + unlisted + " more";
    }

    private static String topicSet(ChatEvent.TopicSet set) {
        return set.text().isEmpty()
                ? "*** " + set.from() + " removed the topic of " + set.room()
                : "*** " + set.from() + " set the topic of " + set.room() + ": " + set.text();
    }

    private static String topic(Reply.Topic topic) {
        return topic.text() == null
                ? "*** " + topic.room() + " has no topic"
                : "*** topic of " + topic.room() + ": " + topic.text();
    }

    private static List<String> names(Reply.Names names) {
        List<String> lines = new ArrayList<>();
        String listed = names.names().stream()
                .map(name -> " " + name + (names.away().contains(name) ? " (away)" : ""))
                .collect(joining(","));
        lines.add("*** " + names.room() + ":" + listed + more(names.unlisted()) + " (" + names.listening()
                + " listening)");
        addUnannounced(lines, names.unannounced());
        return lines;
    }

    private static void addUnannounced(List<String> lines, @Nullable Nick nick) {
        if (nick != null) {
            lines.add("*** you are " + nick + ", not announced until you send something");
        }
    }

    private static String kicked(ChatEvent.Kicked kicked) {
        String line = "*** " + kicked.from() + " kicked " + kicked.who() + " from " + kicked.room();
        return kicked.reason().isEmpty() ? line : line + ": " + kicked.reason();
    }

    private static List<String> roomSettings(Reply.RoomSettingsShown shown) {
        RoomSettings settings = shown.settings();
        String key = settings.key() == null ? "off" : shown.known() ? settings.key() : "on";
        String start = "*** " + shown.room();
        return List.of(
                start + " is owned by " + settings.owner() + names("operators", settings.operators())
                        + names("members", settings.members()) + names("banned", banned(settings)),
                start + " has members-only " + word(settings.membersOnly()) + ", moderated "
                        + word(settings.moderated()) + ", slow " + settings.slowSeconds() + ", key " + key);
    }

    private static String names(String list, Collection<Nick> names) {
        return names.isEmpty()
                ? ""
                : names.stream().map(Nick::value).sorted().collect(joining(", ", "; " + list + ": ", ""));
    }

    /** Returns banned accounts and nicks together, because the reader need not know the difference. */
    private static Set<Nick> banned(RoomSettings settings) {
        Set<Nick> banned = new HashSet<>(settings.banned());
        banned.addAll(settings.bannedNicks());
        return banned;
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    static String turned(ChatEvent.HistoryStateChanged turned) {
        return turned.saved()
                ? "history resumed: messages are stored again"
                : "history paused: the latest and all further messages are not stored";
    }

    private static List<String> historyPage(Reply.HistoryPage page) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(page));
        addEvents(lines, page);
        return lines;
    }

    /** Encodes a resume. The summary is the last line, because later events are sent as they happen. */
    private static List<String> resumed(Reply.Resumed resumed) {
        List<String> lines = new ArrayList<>();
        addEvents(lines, resumed.missed());
        lines.add(summary(resumed));
        return lines;
    }

    private static void addEvents(List<String> lines, Reply.HistoryPage page) {
        lines.addAll(dated(page.events(), page.asOf(), event -> {
            boolean active =
                    event instanceof ChatEvent.InRoom inRoom && inRoom.room().equals(page.room());
            return of(event, active);
        }));
    }

    /**
     * Encodes earlier events. A line with the date precedes each event of another day than the one before it, or than
     * today.
     *
     * @param encode returns null for an event that the format has no line for
     */
    static List<String> dated(
            List<? extends ChatEvent> events, Instant today, Function<ChatEvent, @Nullable String> encode) {
        List<String> lines = new ArrayList<>();
        LocalDate day = day(today);
        for (ChatEvent event : events) {
            String line = encode.apply(event);
            if (line != null) {
                LocalDate dayOfEvent = day(event.stamp().at());
                if (!dayOfEvent.equals(day)) {
                    lines.add("*** " + dayOfEvent + " (UTC)");
                }
                day = dayOfEvent;
                lines.add(line);
            }
        }
        return lines;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    static String summary(Reply.HistoryPage page) {
        return page.since() == null
                ? "*** history of " + page.room() + ": " + latest(page)
                : "*** since " + page.since() + ": " + count(page) + ", " + completeness(page);
    }

    private static String latest(Reply.HistoryPage page) {
        String lines =
                page.events().isEmpty() ? "no lines" : "last " + page.events().size() + " of " + total(page);
        return page.isComplete() ? lines : lines + ", incomplete";
    }

    private static String total(Reply.HistoryPage page) {
        int total = page.total();
        return (total < Reply.HistoryPage.MAX_TOTAL ? "" : "at least ") + total + (total == 1 ? " line" : " lines");
    }

    static String summary(Reply.Resumed resumed) {
        Reply.HistoryPage missed = resumed.missed();
        String lines = count(missed) + " missed";
        if (missed.since() != null) {
            return "*** resumed: " + lines + ", " + completeness(missed);
        }
        String more = missed.hasMore() ? ", " + completeness(missed) : "";
        return "*** resumed: at least " + lines + more + "; older: /history";
    }

    private static String count(Reply.HistoryPage page) {
        int count = page.events().size();
        return count + (count == 1 ? " line" : " lines");
    }

    private static String completeness(Reply.HistoryPage page) {
        return switch (page.extent()) {
            case COMPLETE -> "complete";
            case INCOMPLETE -> "incomplete";
            case MORE ->
                page.events().isEmpty()
                        ? "incomplete"
                        : "more with /since " + page.events().getLast().stamp().id();
            case FUTURE_ID -> "incomplete: this id is in the future";
        };
    }

    private static List<String> rooms(Reply.RoomList list) {
        List<String> rooms = new ArrayList<>();
        list.rooms().forEach(room -> rooms.add(room(room)));
        addMore(rooms, list.unlisted());
        addUnannounced(rooms, list.unannounced());
        return rooms;
    }

    private static void addMore(List<String> lines, int unlisted) {
        if (unlisted > 0) {
            lines.add("*** and " + unlisted + " more");
        }
    }

    private static List<String> connected(Reply.ClientList connected) {
        if (connected.clients().isEmpty()) {
            return List.of("*** no clients");
        }
        List<String> clients = new ArrayList<>();
        connected.clients().forEach(client -> clients.add(client(client)));
        addMore(clients, connected.unlisted());
        return clients;
    }

    private static String client(Reply.ClientList.ListedClient client) {
        String account = client.account() == null ? "a guest" : "account " + client.account();
        return "*** " + client.id() + " " + client.nick() + " (" + account + ") from " + client.address() + ", idle "
                + client.idleSeconds() + " s, " + client.queuedBytes() + " bytes queued";
    }

    private static String room(RoomSummary room) {
        String line = "*** " + room.name() + ": " + room.members() + (room.members() == 1 ? " person" : " people");
        return room.topic() == null ? line : line + ", topic: " + room.topic();
    }

    private static List<String> help(Reply.Help help) {
        return help.layout() == Reply.Help.Layout.SUMMARY ? summary(help.commands()) : list(help);
    }

    private static List<String> summary(List<Command.Usage> commands) {
        Map<Command.Group, List<String>> groups = commands.stream()
                .collect(Collectors.groupingBy(
                        Command.Usage::group,
                        () -> new EnumMap<>(Command.Group.class),
                        Collectors.mapping(Command.Usage::value, Collectors.toList())));
        List<String> lines = new ArrayList<>();
        groups.forEach((group, usages) -> lines.add(heading(group) + " " + String.join(", ", usages)));
        lines.add("*** /help COMMAND explains a command; //TEXT sends a text that begins with /");
        return lines;
    }

    private static String heading(Command.Group group) {
        return "*** " + group.name().toLowerCase(Locale.ROOT) + ":";
    }

    private static List<String> list(Reply.Help help) {
        List<String> lines = new ArrayList<>();
        int width = help.commands().stream()
                .mapToInt(usage -> usage.value().length())
                .max()
                .orElse(0);
        Command.Group group = null;
        for (Command.Usage usage : help.commands()) {
            if (help.layout() == Reply.Help.Layout.GROUPS && usage.group() != group) {
                group = usage.group();
                lines.add(heading(group));
                if (group == Command.Group.MESSAGES) {
                    lines.add(usage("//TEXT", "send a text that begins with /", width));
                }
            }
            lines.add(usage(usage.value(), usage.text(), width));
        }
        return lines;
    }

    private static String usage(String syntax, String text, int width) {
        return "*** " + syntax + " ".repeat(width - syntax.length()) + "  " + text;
    }
}
