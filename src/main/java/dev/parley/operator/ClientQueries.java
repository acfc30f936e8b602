package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.Query;
import dev.parley.chat.Sequence;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The sessions that are in the chat: one that has not entered it yet, or has left, is nobody. */
@Component
class Clients {
    private static final int ASKED_AT_ONCE = 200;

    private final Sequence sequence;
    private final Sessions sessions;

    Clients(Sequence sequence, Sessions sessions) {
        this.sequence = sequence;
        this.sessions = sessions;
    }

    Optional<Client> find(String id) {
        return sessions.find(id).flatMap(session -> present(List.of(session)).findFirst());
    }

    /** All connections of who has this name. */
    List<Client> holders(Nick nick) {
        return present(new Query.Selection.ByNick(nick)).toList();
    }

    /** All there are, some after some, so that the chat goes on in between. */
    Stream<Client> all() {
        return Stream.iterate(
                        sessions.after(null, ASKED_AT_ONCE),
                        some -> !some.isEmpty(),
                        some -> sessions.after(some.getLast().id(), ASKED_AT_ONCE))
                .flatMap(this::present);
    }

    /** Up to {@code limit} clients that are asked for, in the order they came. */
    List<Client> after(@Nullable String id, int limit, Predicate<Client> filter) {
        List<Client> found = new ArrayList<>();
        String last = id;
        List<Session> more;
        do {
            more = sessions.after(last, limit - found.size());
            present(more).filter(filter).forEach(found::add);
            last = more.isEmpty() ? last : more.getLast().id();
        } while (!more.isEmpty() && found.size() < limit);
        return found;
    }

    private Stream<Client> present(List<Session> some) {
        return present(
                new Query.Selection.Listed(some.stream().map(Session::member).toList()));
    }

    private Stream<Client> present(Query.Selection selection) {
        return sequence.ask(new Query.Find(selection)).join().stream()
                .flatMap(found ->
                        sessions
                                .find(found.client().id())
                                .map(session -> Client.of(session.state(), found.state()))
                                .stream());
    }
}
