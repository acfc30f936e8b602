package dev.parley.admin;

import dev.parley.chat.Code;
import dev.parley.chat.Nick;
import dev.parley.chat.Sequence;
import dev.parley.chat.Text;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

    record Kicked(String id, String nick, String reason) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            return "kicked " + nick;
        }
    }

    ClientController(Clients clients, Sessions sessions, Sequence sequence) {
        this.clients = clients;
        this.sessions = sessions;
        this.sequence = sequence;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<Client> list(
            @RequestParam(required = false) @Nullable String nick,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        if (nick != null) {
            return new Page<>(Nick.of(nick).map(clients::holders).orElse(List.of()), null);
        }
        try {
            return Page.of(clients.after(cursor, limit + 1), limit, Client::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
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

    private Kicked kick(Session session, String reason) {
        Nick nick = sequence.ask(chat -> chat.end(session.member(), Code.KICKED, reason))
                .join()
                .orElseThrow(() -> Problem.noSuchClient(session.id()));
        session.closed().copy().orTimeout(CLOSED_SECONDS, TimeUnit.SECONDS).join();
        return new Kicked(session.id(), nick.value(), reason);
    }
}
