package dev.parley.cluster;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of the history that this replica has read for its clients. The leader gets the command without the page, and
 * determines the place of the reply in the order of all replies; here the page is put into the reply. So messages do
 * not travel through the database once more. A client has few pages here, because it may read the next one only when
 * everything before is applied. Safe for any thread.
 */
final class HeldPages {
    /** @param number number of the command that had the page */
    private record Held(long number, Reply.HistoryPage page) {}

    private final Map<String, Deque<Held>> byClient = new HashMap<>();

    /** Returns the page of a command; empty for commands without one. */
    static Optional<Reply.HistoryPage> page(Command command) {
        return switch (command) {
            case Command.BlockingResult result -> page(result.answer());
            case Command.MissedEvents missed -> Optional.of(missed.missed());
            default -> Optional.empty();
        };
    }

    private static Optional<Reply.HistoryPage> page(Reply reply) {
        return reply instanceof Reply.HistoryPage page ? Optional.of(page) : Optional.empty();
    }

    /** Returns the command with no more of its page than the leader needs. */
    static Command forLeader(Command command) {
        return switch (command) {
            case Command.BlockingResult result ->
                new Command.BlockingResult(page(result.answer())
                        .<Reply>map(page -> page.with(List.of()))
                        .orElse(result.answer()));
            case Command.MissedEvents missed ->
                new Command.MissedEvents(missed.missed().with(unread(missed.missed())));
            default -> command;
        };
    }

    /** Unread private messages, without their texts. The leader notes that they are read. */
    private static List<ChatEvent> unread(Reply.HistoryPage page) {
        return page.events().stream()
                .filter(ChatEvent.DirectMessage.class::isInstance)
                .map(ChatEvent.DirectMessage.class::cast)
                .filter(ChatEvent.DirectMessage::unread)
                .<ChatEvent>map(message -> new ChatEvent.DirectMessage(
                        message.stamp(), message.from(), message.to(), "", message.account(), true))
                .toList();
    }

    synchronized void hold(String client, long number, Reply.HistoryPage page) {
        byClient.computeIfAbsent(client, absent -> new ArrayDeque<>()).add(new Held(number, page));
    }

    /** Returns the reply with the page that was read for it. */
    synchronized Reply complete(String client, Reply reply) {
        return switch (reply) {
            case Reply.HistoryPage page -> next(client).orElse(page);
            case Reply.Resumed resumed -> new Reply.Resumed(next(client).orElse(resumed.missed()), resumed.id());
            default -> reply;
        };
    }

    private Optional<Reply.HistoryPage> next(String client) {
        return Optional.ofNullable(byClient.get(client)).map(Deque::pollFirst).map(Held::page);
    }

    /** Drops the pages of commands up to this number, which were applied: those that are left were refused. */
    synchronized void applied(String client, long number) {
        byClient.computeIfPresent(client, (found, held) -> {
            held.removeIf(page -> page.number() <= number);
            return held.isEmpty() ? null : held;
        });
    }
}
