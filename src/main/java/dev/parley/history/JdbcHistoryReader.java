package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Reply.HistoryPage.Extent;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.HistoryReader;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Reads messages from the database, and states whether the result is complete. */
final class JdbcHistoryReader implements HistoryReader {
    private static final Logger log = LoggerFactory.getLogger(JdbcHistoryReader.class);

    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final ReplySizeLimit size;
    private final InstantSource clock;

    /** @param size limit of a reply; a reply that is cut to it is marked incomplete */
    JdbcHistoryReader(ChatEventStore store, HistoryLog historyLog, ReplySizeLimit size, InstantSource clock) {
        this.store = store;
        this.historyLog = historyLog;
        this.size = size;
        this.clock = clock;
    }

    @Override
    public Reply latest(Membership in, int count) {
        return found(() -> {
            RoomName room = in.room();
            IdRange life = IdRange.after(in.life());
            List<ChatEvent> newestFirst = events(store.newest(room, life, count, false));
            List<ChatEvent> fitting = size.fitting(newestFirst);
            boolean isCut = fitting.size() < newestFirst.size();
            long after =
                    newestFirst.size() == count ? newestFirst.getLast().stamp().id() - 1 : in.life();
            boolean isComplete = !isCut && isAll(Map.of(room.value(), after));
            return new Reply.HistoryPage(
                    null,
                    room,
                    fitting.reversed(),
                    isComplete ? Extent.COMPLETE : Extent.INCOMPLETE,
                    store.count(room, life, Reply.HistoryPage.MAX_TOTAL),
                    clock.instant());
        });
    }

    @Override
    public Reply since(long id, MemberSnapshot reader) {
        return since(id, reader, Membership::life);
    }

    @Override
    public Reply missed(long lastSeen, MemberSnapshot reader) {
        return since(lastSeen, reader, Membership::joined);
    }

    /** @param floor id up to which the reader must not see the messages of a room */
    private Reply since(long id, MemberSnapshot reader, ToLongFunction<Membership> floor) {
        if (isFuture(id)) {
            return new Reply.HistoryPage(id, reader.active(), List.of(), Extent.FUTURE_ID, 0, clock.instant());
        }
        return found(() -> {
            Map<String, Long> after = new HashMap<>();
            reader.memberships().forEach(in -> after.put(in.room().value(), Math.max(id, floor.applyAsLong(in))));
            Stream<ChatEvent> said =
                    reader.memberships().stream().flatMap(in -> said(in.room(), Math.max(id, floor.applyAsLong(in))));
            List<ChatEvent> oldestFirst = Stream.concat(said, directMessages(reader.account(), id))
                    .sorted(Comparator.comparingLong(event -> event.stamp().id()))
                    .toList();
            List<ChatEvent> fitting =
                    size.fitting(oldestFirst.subList(0, Math.min(oldestFirst.size(), ChatLimits.MAX_LISTED)));
            boolean more = fitting.size() < oldestFirst.size();
            if (reader.account() != null) {
                after.put(DirectMessageStore.box(reader.account()), id);
            }
            Extent extent = more ? Extent.MORE : isAll(after) ? Extent.COMPLETE : Extent.INCOMPLETE;
            return new Reply.HistoryPage(id, reader.active(), fitting, extent, 0, clock.instant());
        });
    }

    /** Whether no event with this id, or a higher one, can have been given yet. */
    private boolean isFuture(long id) {
        return id > historyLog.lastId() && id >= EventIds.at(clock.millis() + 1);
    }

    private Stream<ChatEvent> said(RoomName room, long id) {
        return events(store.oldest(room, IdRange.after(id), ChatLimits.MAX_LISTED + 1, false)).stream();
    }

    private Stream<ChatEvent.DirectMessage> directMessages(@Nullable Nick account, long id) {
        return account == null
                ? Stream.empty()
                : store.directMessages().after(account, id, ChatLimits.MAX_LISTED + 1).stream();
    }

    private Reply found(Supplier<Reply> find) {
        historyLog.awaitStored();
        try {
            return find.get();
        } catch (NestedRuntimeException e) {
            log.debug("Could not read the history", e);
            return new Reply.Rejected(StatusCode.UNAVAILABLE, "the history cannot be read now; please try again later");
        }
    }

    /** Whether no event is missing from these rooms and boxes after the id of each. */
    private boolean isAll(Map<String, Long> after) {
        return !historyLog.isPaused() && !store.isMissing(after);
    }

    private static List<ChatEvent> events(List<StoredMessage> messages) {
        return messages.stream().map(JdbcHistoryReader::event).toList();
    }

    private static ChatEvent event(StoredMessage message) {
        var stamp = new Stamp(message.id(), message.at(), 0);
        String text = String.valueOf(message.text());
        return switch (message.type()) {
            case "action" -> new ChatEvent.Emoted(stamp, message.room(), message.from(), text);
            case "topic" -> new ChatEvent.TopicSet(stamp, message.room(), message.from(), text);
            default -> new ChatEvent.Said(stamp, message.room(), message.from(), text);
        };
    }
}
