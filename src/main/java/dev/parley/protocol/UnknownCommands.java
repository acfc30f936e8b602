package dev.parley.protocol;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.Command.Invalid;
import dev.parley.protocol.Command.Usage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Errors for words that are not commands, with suggestions. Nothing is carried out, and no word after the first is
 * repeated, because it may be private.
 */
public final class UnknownCommands {
    /** Words of other chat systems, by the command that has their effect. */
    private static final Map<String, String> ALIASES = aliases(
            "announce: broadcast global wall wallops",
            "away: afk back brb",
            "ban: kickban",
            "clients: connections sessions",
            "help: ? commands h man",
            "history: lastlog log scrollback",
            "ignore: block squelch unblock unignore",
            "join: channel create j",
            "kick: remove",
            "leave: part",
            "login: auth identify logon nickserv ns signin",
            "me: action em emote",
            "msg: dm m message pm privmsg query r reply tell w whisper",
            "mute: gag silence timeout",
            "nick: name nickname rename",
            "password: pass passwd",
            "quit: bye close disconnect exit logoff q signoff",
            "register: reg signup",
            "resume: reconnect",
            "room: deop mode op settings",
            "rooms: channels list ls",
            "topic: subject",
            "unmute: ungag",
            "who: members names online people users whoami whois");

    /** Longest word that is compared with the commands, or repeated in an error. */
    private static final int MAX_WORD = 64;

    private static final int MAX_SUGGESTIONS = 3;

    private static final int SHORT_WORD = 3;

    private static final String OR_TEXT = "; try /help, or // to send a text that begins with /";

    private UnknownCommands() {}

    private static Map<String, String> aliases(String... rows) {
        return Arrays.stream(rows)
                .flatMap(row -> {
                    String[] parts = row.split(": ");
                    return Arrays.stream(parts[1].split(" ")).map(alias -> Map.entry(alias, parts[0]));
                })
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param suggested commands that the text names */
    private record Answer(String text, List<Usage> suggested) {}

    /**
     * Returns the error for a line whose first word is not a command.
     *
     * @param word text between the slash and the first space
     * @param rest text after that space
     */
    public static Invalid error(String word, String rest) {
        Answer answer = answer(word, rest, Command.FOR_ALL);
        Answer forOperator = answer(word, rest, Command.USAGES);
        Invalid.OperatorHint hint = forOperator.suggested().stream()
                .filter(usage -> !Command.FOR_ALL.contains(usage))
                .findFirst()
                .map(usage -> new Invalid.OperatorHint(Command.word(usage), forOperator.text()))
                .orElse(null);
        return new Invalid(StatusCode.UNKNOWN_COMMAND, answer.text(), hint);
    }

    private static Answer answer(String word, String rest, List<Usage> known) {
        String head = head(word.toLowerCase(Locale.ROOT));
        List<Usage> exact = find(word.isEmpty() ? head(rest) : head, known);
        if (word.isEmpty()) {
            return exact.isEmpty()
                    ? new Answer("there is no command after the /" + OR_TEXT, exact)
                    : new Answer("there must be no space after the /: " + listed(exact), exact);
        }
        List<Usage> suggested = exact.isEmpty() ? suggestions(head, known) : exact;
        if (word.indexOf('/') >= 0 && suggested.stream().noneMatch(Usage::redacted)) {
            String start = word.length() <= MAX_WORD ? word : head + "…";
            return new Answer("there is no /" + head + "; to send it as text, type //" + start, List.of());
        }
        if (!exact.isEmpty()) {
            return new Answer("there must be a space after /" + head + ": " + listed(exact), exact);
        }
        return suggested.isEmpty()
                ? new Answer("there is no /" + head + OR_TEXT, suggested)
                : new Answer("there is no /" + head + "; did you mean " + listed(suggested) + "?", suggested);
    }

    /** Returns the letters and digits at the start of a word, or the whole word if it is an alias. */
    private static String head(String word) {
        if (ALIASES.containsKey(word)) {
            return word;
        }
        int end = 0;
        while (end < Math.min(word.length(), MAX_WORD)
                && (Character.isLetterOrDigit(word.charAt(end)) || "_-".indexOf(word.charAt(end)) >= 0)) {
            end++;
        }
        return word.substring(0, end);
    }

    private static List<Usage> find(String word, List<Usage> known) {
        return known.stream()
                .filter(usage -> Command.word(usage).equalsIgnoreCase(word))
                .toList();
    }

    private static String listed(List<Usage> suggested) {
        return suggested.stream().map(Usage::value).collect(joining(" or "));
    }

    private static List<Usage> suggestions(String word, List<Usage> known) {
        String alias = ALIASES.get(word);
        List<Usage> same = alias == null ? List.of() : find(alias, known);
        return same.isEmpty() ? nearest(word, known) : same;
    }

    /** Returns the commands at the smallest distance from a word; those with the same first letter first. */
    private static List<Usage> nearest(String word, List<Usage> known) {
        TreeMap<Integer, List<Usage>> byDistance = known.stream()
                .filter(usage -> isNear(word, Command.word(usage)))
                .collect(Collectors.groupingBy(
                        usage -> distance(word, Command.word(usage)), TreeMap::new, Collectors.toList()));
        return byDistance.isEmpty()
                ? List.of()
                : byDistance.firstEntry().getValue().stream()
                        .sorted(Comparator.comparing(
                                        (Usage usage) -> Command.word(usage).charAt(0) != word.charAt(0))
                                .thenComparing(Command::word))
                        .limit(MAX_SUGGESTIONS)
                        .toList();
    }

    /** Whether a word may be a mistyped command: two mistakes, or one in a word of at most three letters. */
    private static boolean isNear(String word, String command) {
        int shorter = Math.min(word.length(), command.length());
        int limit = shorter <= SHORT_WORD ? 1 : 2;
        return shorter > 1 && Math.abs(word.length() - command.length()) <= limit && distance(word, command) <= limit;
    }

    /** Number of insertions, deletions, substitutions and swaps of neighbors (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                distance[i][j] = Math.min(
                        distance[i - 1][j - 1] + substitution, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
                boolean isSwapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (isSwapped) {
                    distance[i][j] = Math.min(distance[i][j], 1 + distance[i - 2][j - 2]);
                }
            }
        }
        return distance[a.length()][b.length()];
    }
}
