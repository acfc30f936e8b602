package dev.parley.admin;

import dev.parley.chat.Code;
import dev.parley.chat.Nick;
import dev.parley.chat.Sequence;
import dev.parley.chat.Text;
import dev.parley.event.LastClosed;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows clients, and ends them. */
@RestController
@RequestMapping("/api/v1/clients")
class ClientController {
    private static final String NO_REASON = "an operator ended this session";

    /** Above what a session takes to flush its bye and to be reset, should its client not read. */
    static final long CLOSED_SECONDS = 10;

    private final Clients clients;
    private final Sessions sessions;
    private final Sequence sequence;
    private final LastClosed lastClosed;

    record Kicked(String id, String nick, String reason) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            return "kicked " + nick;
        }
    }

    record Notice(@Nullable String text) {}

    record Told(String id, String nick, String text) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            return "told " + nick;
        }
    }

    ClientController(Clients clients, Sessions sessions, Sequence sequence, LastClosed lastClosed) {
        this.clients = clients;
        this.sessions = sessions;
        this.sequence = sequence;
        this.lastClosed = lastClosed;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<Client> list(
            @ModelAttribute ClientFilter filter,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<Client> asked = filter.predicate();
        if (sort != null) {
            return ClientOrder.of(sort).page(clients.all().filter(asked), client -> client, limit, cursor);
        }
        if (filter.nick() != null) {
            return new Page<>(
                    Nick.of(filter.nick()).map(clients::holders).orElse(List.of()).stream()
                            .filter(asked)
                            .toList(),
                    null);
        }
        try {
            return Page.of(clients.after(cursor, limit + 1, asked), limit, Client::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    /** The newest first, unless sorted. */
    @GetMapping("/closed")
    @Needs(Right.READ)
    Page<ClosedClient> listClosed(
            @ModelAttribute ClientFilter filter,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<Client> asked = filter.predicate();
        Stream<ClosedClient> found = lastClosed.newestFirst().stream()
                .map(ClosedClient::of)
                .filter(closed -> reason == null || reason.equals(closed.reason()))
                .filter(closed -> asked.test(closed.client()));
        return sort != null
                ? ClientOrder.of(sort).page(found, ClosedClient::client, limit, cursor)
                : Page.following(found.toList(), closed -> closed.client().id(), limit, cursor);
    }

    @GetMapping("/{id}")
    @Needs(Right.READ)
    Client show(@PathVariable String id) {
        return clients.find(id).orElseThrow(() -> Problem.noSuchClient(id));
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    Kicked kick(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        String clean = Text.clean(reason);
        String why = clean.isBlank() ? NO_REASON : clean;
        return OperatorLog.logged(from, "kick", id, why, () -> {
            Session session = sessions.find(id).orElseThrow(() -> Problem.noSuchClient(id));
            return kick(session, why);
        });
    }

    @PostMapping("/{id}/messages")
    @Needs(Right.MODERATE)
    Told tell(@PathVariable String id, @RequestBody Notice notice, HttpServletRequest from) {
        return OperatorLog.logged(from, "notice", id, String.valueOf(notice.text()), () -> {
            String text = AnnouncementController.checked(notice.text());
            Session session = sessions.find(id).orElseThrow(() -> Problem.noSuchClient(id));
            return sequence.ask(chat -> chat.tell(session.member(), text))
                    .join()
                    .map(nick -> new Told(id, nick.value(), text))
                    .orElseThrow(() -> Problem.noSuchClient(id));
        });
    }

    private Kicked kick(Session session, String reason) {
        Nick nick = sequence.ask(chat -> chat.end(session.member(), Code.KICKED, reason))
                .join()
                .orElseThrow(() -> Problem.noSuchClient(session.id()));
        session.closed().copy().orTimeout(CLOSED_SECONDS, TimeUnit.SECONDS).join();
        return new Kicked(session.id(), nick.value(), reason);
    }
}
