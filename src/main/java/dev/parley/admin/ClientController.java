package dev.parley.admin;

import dev.parley.chat.Code;
import dev.parley.chat.Nick;
import dev.parley.chat.Query;
import dev.parley.chat.Sequence;
import dev.parley.chat.Text;
import dev.parley.event.Action;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Ends clients, and tells them something. */
@RestController
@RequestMapping("/api/v1/clients")
class ClientController {
    static final String NO_REASON = "an operator ended this session";

    /** Above what a session takes to flush its bye and to be reset, should its client not read. */
    static final long CLOSED_SECONDS = 10;

    private final Acts acts;
    private final Sessions sessions;
    private final Sequence sequence;

    record Kicked(String id, String nick, String reason) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "kicked " + nick;
        }
    }

    record Notice(@Nullable String text) {}

    record Told(String id, String nick, String text) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "told " + nick;
        }
    }

    ClientController(Acts acts, Sessions sessions, Sequence sequence) {
        this.acts = acts;
        this.sessions = sessions;
        this.sequence = sequence;
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    Kicked kick(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        String clean = Text.clean(reason);
        String why = clean.isBlank() ? NO_REASON : clean;
        return acts.carryOut(from, Action.KICK, id, why, () -> {
            Session session = sessions.find(id).orElseThrow(() -> Problem.noSuchClient(id));
            return kick(session, why);
        });
    }

    @PostMapping("/{id}/messages")
    @Needs(Right.MODERATE)
    Told tell(@PathVariable String id, @RequestBody Notice notice, HttpServletRequest from) {
        return acts.carryOut(from, Action.NOTICE, id, String.valueOf(notice.text()), () -> {
            String text = AnnouncementController.checked(notice.text());
            Session session = sessions.find(id).orElseThrow(() -> Problem.noSuchClient(id));
            return sequence.ask(new Query.SendMessage(session.member(), text))
                    .join()
                    .map(nick -> new Told(id, nick.value(), text))
                    .orElseThrow(() -> Problem.noSuchClient(id));
        });
    }

    private Kicked kick(Session session, String reason) {
        Nick nick =
                sequence
                        .ask(new Query.Disconnect(Query.Selection.of(session.member()), Code.KICKED, reason))
                        .join()
                        .stream()
                        .map(kicked -> kicked.state().nick())
                        .findFirst()
                        .orElseThrow(() -> Problem.noSuchClient(session.id()));
        session.closed().copy().orTimeout(CLOSED_SECONDS, TimeUnit.SECONDS).join();
        return new Kicked(session.id(), nick.value(), reason);
    }
}
