package dev.parley.history;

import dev.parley.chat.Answer;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.Code;
import dev.parley.chat.Event;
import dev.parley.chat.MemberState;
import dev.parley.chat.Nick;
import dev.parley.chat.RoomName;
import dev.parley.chat.Stamp;
import dev.parley.session.Recall;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
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
    public Answer latest(RoomName room, int count) {
        return found(() -> {
            List<Event> newestFirst = events(store.before(room, Long.MAX_VALUE, count, false));
            List<Event> fitting = size.fitting(newestFirst);
            boolean isCut = fitting.size() < newestFirst.size();
            long from =
                    newestFirst.size() == count ? newestFirst.getLast().stamp().id() : 0;
            return new Answer.Recalled(
                    null, room, fitting.reversed(), !isCut && isAll(from, List.of(room.value())), false);
        });
    }

    @Override
    public Answer since(long id, MemberState reader) {
        return found(() -> {
            List<Event> oldestFirst = Stream.concat(
                            reader.rooms().stream().flatMap(room -> said(room, id)), told(reader.account(), id))
                    .sorted(Comparator.comparingLong(event -> event.stamp().id()))
                    .toList();
            List<Event> fitting = size.fitting(oldestFirst.subList(0, Math.min(oldestFirst.size(), ChatLimits.LISTED)));
            boolean more = fitting.size() < oldestFirst.size();
            return new Answer.Recalled(
                    id, reader.active(), fitting, !more && isAll(Math.max(id, id + 1), places(reader)), more);
        });
    }

    private Stream<Event> said(RoomName room, long id) {
        return events(store.after(room, id, ChatLimits.LISTED + 1, false)).stream();
    }

    private Stream<Event.Told> told(@Nullable Nick account, long id) {
        return account == null ? Stream.empty() : store.mail().after(account, id, ChatLimits.LISTED + 1).stream();
    }

    private static List<String> places(MemberState reader) {
        return Stream.concat(
                        reader.rooms().stream().map(RoomName::value),
                        Stream.ofNullable(reader.account()).map(MailStore::box))
                .toList();
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

    /** Whether nothing from this id on is missing. */
    private boolean isAll(long from, List<String> places) {
        return !historyLog.isPaused() && !store.isMissing(from, places);
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
