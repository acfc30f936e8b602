package dev.parley.history;

import dev.parley.protocol.Answer;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.session.Recall;
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

/** Recalls what was said from the database, and says whether that is all of it. */
final class Recollection implements Recall {
    private static final Logger log = LoggerFactory.getLogger(Recollection.class);

    private final EventStore store;
    private final HistoryLog historyLog;
    private final AnswerSize size;

    /** @param size where that cuts an answer short it is not complete */
    Recollection(EventStore store, HistoryLog historyLog, AnswerSize size) {
        this.store = store;
        this.historyLog = historyLog;
        this.size = size;
    }

    @Override
    public Answer latest(Membership in, int count) {
        return found(() -> {
            RoomName room = in.room();
            List<Event> newestFirst = events(store.newest(room, Span.after(in.life()), count, false));
            List<Event> fitting = size.fitting(newestFirst);
            boolean isCut = fitting.size() < newestFirst.size();
            long after =
                    newestFirst.size() == count ? newestFirst.getLast().stamp().id() - 1 : in.life();
            return new Answer.Recalled(
                    null, room, fitting.reversed(), !isCut && isAll(Map.of(room.value(), after)), false);
        });
    }

    @Override
    public Answer since(long id, MemberState reader) {
        return since(id, reader, Membership::life);
    }

    @Override
    public Answer missed(long heard, MemberState reader) {
        return since(heard, reader, Membership::joined);
    }

    /** @param floor id up to which nothing of a room is shown */
    private Answer since(long id, MemberState reader, ToLongFunction<Membership> floor) {
        return found(() -> {
            Map<String, Long> after = new HashMap<>();
            reader.memberships().forEach(in -> after.put(in.room().value(), Math.max(id, floor.applyAsLong(in))));
            Stream<Event> said =
                    reader.memberships().stream().flatMap(in -> said(in.room(), Math.max(id, floor.applyAsLong(in))));
            List<Event> oldestFirst = Stream.concat(said, told(reader.account(), id))
                    .sorted(Comparator.comparingLong(event -> event.stamp().id()))
                    .toList();
            List<Event> fitting = size.fitting(oldestFirst.subList(0, Math.min(oldestFirst.size(), ChatLimits.LISTED)));
            boolean more = fitting.size() < oldestFirst.size();
            if (reader.account() != null) {
                after.put(MailStore.box(reader.account()), id);
            }
            return new Answer.Recalled(id, reader.active(), fitting, !more && isAll(after), more);
        });
    }

    private Stream<Event> said(RoomName room, long id) {
        return events(store.oldest(room, Span.after(id), ChatLimits.LISTED + 1, false)).stream();
    }

    private Stream<Event.Told> told(@Nullable Nick account, long id) {
        return account == null ? Stream.empty() : store.mail().after(account, id, ChatLimits.LISTED + 1).stream();
    }

    private Answer found(Supplier<Answer> find) {
        historyLog.awaitStored();
        try {
            return find.get();
        } catch (NestedRuntimeException e) {
            log.debug("Could not read the history", e);
            return new Answer.Refused(Code.UNAVAILABLE, "the history cannot be read now; please try again later");
        }
    }

    /** Whether nothing of these places is missing after their ids. */
    private boolean isAll(Map<String, Long> after) {
        return !historyLog.isPaused() && !store.isMissing(after);
    }

    private static List<Event> events(List<StoredMessage> messages) {
        return messages.stream().map(Recollection::event).toList();
    }

    private static Event event(StoredMessage message) {
        var stamp = new Stamp(message.id(), message.at(), 0);
        String text = String.valueOf(message.text());
        return switch (message.type()) {
            case "action" -> new Event.Acted(stamp, message.room(), message.from(), text);
            case "topic" -> new Event.TopicSet(stamp, message.room(), message.from(), text);
            default -> new Event.Said(stamp, message.room(), message.from(), text);
        };
    }
}
