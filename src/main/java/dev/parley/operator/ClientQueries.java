package dev.parley.operator;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.protocol.Nick;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Queries for the clients in the chat. A session is not listed before it has entered the chat or after it has left. */
@Component
public class ClientQueries {
    private static final int BATCH_SIZE = 200;

    private final ChatEventLoop eventLoop;
    private final Sessions sessions;

    public ClientQueries(ChatEventLoop eventLoop, Sessions sessions) {
        this.eventLoop = eventLoop;
        this.sessions = sessions;
    }

    public Optional<ClientView> find(String id) {
        return sessions.find(id).flatMap(session -> present(List.of(session)).findFirst());
    }

    /** Returns all connections with this nick. */
    public List<ClientView> named(Nick nick) {
        return present(new ChatQuery.Selection.ByNick(nick)).toList();
    }

    /** Returns all clients. Each query is for one batch, so that the chat thread does other work in between. */
    public Stream<ClientView> all() {
        return Stream.iterate(
                        sessions.after(null, BATCH_SIZE),
                        batch -> !batch.isEmpty(),
                        batch -> sessions.after(batch.getLast().id(), BATCH_SIZE))
                .flatMap(this::present);
    }

    /** Returns up to {@code limit} clients that match the filter, in the order in which they connected. */
    public List<ClientView> after(@Nullable String id, int limit, Predicate<ClientView> filter) {
        List<ClientView> found = new ArrayList<>();
        String last = id;
        List<Session> more;
        do {
            more = sessions.after(last, limit - found.size());
            present(more).filter(filter).forEach(found::add);
            last = more.isEmpty() ? last : more.getLast().id();
        } while (!more.isEmpty() && found.size() < limit);
        return found;
    }

    private Stream<ClientView> present(List<Session> batch) {
        return present(new ChatQuery.Selection.Listed(
                batch.stream().map(Session::member).toList()));
    }

    private Stream<ClientView> present(ChatQuery.Selection selection) {
        return eventLoop.ask(new ChatQuery.FindClients(selection)).join().stream()
                .flatMap(
                        found -> sessions
                                .find(found.client().id())
                                .map(session -> ClientView.of(session.state(), found.state()))
                                .stream());
    }
}
