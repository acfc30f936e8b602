package dev.parley.operator;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.protocol.Nick;
import dev.parley.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Queries for the clients in the chat. A session is not listed before it has entered the chat or after it has left. */
@Component
public class ClientQueries {
    /** Clients that are read before a pause, which takes some 0.15 ms. */
    private static final int PAUSE_INTERVAL = 256;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ChatInput chatInput;
    private final Sessions sessions;

    public ClientQueries(ChatInput chatInput, Sessions sessions) {
        this.chatInput = chatInput;
        this.sessions = sessions;
    }

    public Optional<ClientView> find(String id) {
        return sessions.find(id)
                .flatMap(session ->
                        present(ChatQuery.Selection.of(session.member())).findFirst());
    }

    /** Returns all connections with this nick. */
    public List<ClientView> named(Nick nick) {
        return present(new ChatQuery.Selection.ByNick(nick)).toList();
    }

    /**
     * Returns the clients that connected after the one with this id, which may have left, in the order in which they
     * connected; all clients if the id is null.
     *
     * <p>The chat thread is asked only once, so that the list has everything that happened before it was requested. The
     * caller's thread reads the clients. They may be many, so it pauses again and again: a list must not keep the chat
     * from a processor for milliseconds.
     */
    public Stream<ListedClient> after(@Nullable String id) {
        chatInput.ask(new ChatQuery.LastId()).join();
        var read = new AtomicInteger();
        return sessions.after(id)
                .peek(session -> {
                    if (read.incrementAndGet() % PAUSE_INTERVAL == 0) {
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                })
                .mapMulti(ListedClient::passIfPresent);
    }

    private Stream<ClientView> present(ChatQuery.Selection selection) {
        return chatInput.ask(new ChatQuery.FindClients(selection)).join().stream()
                .flatMap(found -> sessions
                        .find(found.client().id())
                        .map(session ->
                                ClientView.of(session.state(), found.state().summary()))
                        .stream());
    }
}
