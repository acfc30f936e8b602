package dev.parley.terminal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/** Completes commands at the start of a line, rooms after {@code #}, and nicks where a name can be. */
final class ChatCompleter implements Completer {
    private static final Set<String> ROOM_COMMANDS = Set.of("/join", "/leave", "/who");

    /** Commands whose first argument is no nick. */
    private static final Set<String> WITHOUT_NAMES = Set.of("/room", "/help", "/format", "/echo", "/history", "/ping");

    /** Commands that are listed with their texts, one in a line; more of them would not fit on a screen. */
    private static final int MAX_TEXTS = 8;

    private final Conversation conversation;

    ChatCompleter(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor()).toLowerCase(Locale.ROOT);
        if (line.wordIndex() == 0 && word.startsWith("/")) {
            conversation.commands().forEach((name, text) -> add(candidates, name, text, word, " "));
            if (candidates.size() > MAX_TEXTS) {
                candidates.replaceAll(command ->
                        new Candidate(command.value(), command.displ(), null, null, null, null, command.complete()));
            }
        } else if (word.startsWith("#")
                || line.wordIndex() == 1 && ROOM_COMMANDS.contains(line.words().getFirst())) {
            conversation.rooms().forEach(room -> add(candidates, room, null, word, " "));
        } else if (line.wordIndex() != 1 || !WITHOUT_NAMES.contains(line.words().getFirst())) {
            String suffix = line.wordIndex() == 0 ? ": " : " ";
            conversation.people().forEach(nick -> add(candidates, nick, null, word, suffix));
        }
    }

    private static void add(
            List<Candidate> candidates, String value, @Nullable String text, String word, String suffix) {
        if (value.toLowerCase(Locale.ROOT).startsWith(word)) {
            candidates.add(new Candidate(value + suffix, value, null, text, null, null, false));
        }
    }
}
