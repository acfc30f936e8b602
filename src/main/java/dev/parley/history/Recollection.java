package dev.parley.history;

import dev.parley.chat.Answer;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.Code;
import dev.parley.chat.Event;
import dev.parley.chat.RoomName;
import dev.parley.chat.Stamp;
import dev.parley.session.Recall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Recalls what was said from the database, and says whether that is all of it. */
final class Recollection implements Recall {
    private static final Logger log = LoggerFactory.getLogger(Recollection.class);

    /** Reckoned for a line's name, id and time. */
    private static final int FRAME_CHARS = 128;

    private final EventStore store;
    private final HistoryLog historyLog;
    private final int mostChars;

    /** @param mostChars an answer has at most so many characters, and where that cuts it short it is not complete */
    Recollection(EventStore store, HistoryLog historyLog, int mostChars) {
        this.store = store;
        this.historyLog = historyLog;
        this.mostChars = mostChars;
    }

    @Override
    public Answer latest(RoomName room, int count) {
        return found(() -> {
            List<StoredMessage> newestFirst = store.before(room, Long.MAX_VALUE, count, false);
            List<StoredMessage> fitting = fitting(newestFirst);
            boolean isCut = fitting.size() < newestFirst.size();
            long from = newestFirst.size() == count ? newestFirst.getLast().id() : 0;
            return new Answer.Recalled(
                    null, room, events(fitting.reversed()), !isCut && isAll(from, List.of(room)), false);
        });
    }

    @Override
    public Answer since(long id, List<RoomName> rooms, RoomName active) {
        return found(() -> {
            List<StoredMessage> oldestFirst = rooms.stream()
                    .flatMap(room -> store.after(room, id, ChatLimits.LISTED + 1, false).stream())
                    .sorted(Comparator.comparingLong(StoredMessage::id))
                    .toList();
            List<StoredMessage> fitting =
                    fitting(oldestFirst.subList(0, Math.min(oldestFirst.size(), ChatLimits.LISTED)));
            boolean more = fitting.size() < oldestFirst.size();
            return new Answer.Recalled(id, active, events(fitting), !more && isAll(Math.max(id, id + 1), rooms), more);
        });
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
    private boolean isAll(long from, List<RoomName> rooms) {
        return !historyLog.isPaused() && !store.isMissing(from, rooms);
    }

    /** As many of them as an answer may have, one at least. */
    private List<StoredMessage> fitting(List<StoredMessage> messages) {
        int chars = 0;
        List<StoredMessage> fitting = new ArrayList<>();
        for (StoredMessage message : messages) {
            chars += FRAME_CHARS + String.valueOf(message.text()).length();
            if (chars > mostChars && !fitting.isEmpty()) {
                break;
            }
            fitting.add(message);
        }
        return fitting;
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
