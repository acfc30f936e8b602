package dev.parley.operator;

import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditTarget;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Disconnects clients, and sends them notices and announcements. */
@Component
public class ClientActions {
    /**
     * Longest wait for a connection to close. A session needs less, even if its client does not read its last line and
     * the connection has to be reset.
     */
    static final long CLOSE_TIMEOUT_SECONDS = 10;

    private static final String DEFAULT_REASON = "an operator disconnected you";
    private static final int MAX_TEXT_LENGTH = 4_096;

    private final ActionExecutor executor;
    private final Sessions sessions;
    private final ChatInput chatInput;

    public record Kicked(String id, String nick, String reason) implements ActionResult {
        @Override
        public String outcome() {
            return "kicked " + nick;
        }
    }

    record KickedConnections(Nick nick, int connections) implements ActionResult {
        @Override
        public String outcome() {
            return "kicked " + nick + ", disconnected clients: " + connections;
        }
    }

    public record SentNotice(String id, String nick, String text) implements ActionResult {
        @Override
        public String outcome() {
            return "sent to " + nick;
        }
    }

    public record Announced(int recipients) implements ActionResult {
        @Override
        public String outcome() {
            return "sent, recipients: " + recipients;
        }
    }

    ClientActions(ActionExecutor executor, Sessions sessions, ChatInput chatInput) {
        this.executor = executor;
        this.sessions = sessions;
        this.chatInput = chatInput;
    }

    /** Disconnects one connection, and returns when the connection is closed. */
    public Kicked kick(String id, String reason, Operator by) {
        String why = reasonOrDefault(reason);
        return executor.execute(by, AuditAction.KICK, named(id), why, () -> {
            Session session = find(id);
            Nick nick = disconnect(ChatQuery.Selection.of(session.member()), why).stream()
                    .findFirst()
                    .map(kicked -> kicked.state().nick())
                    .orElseThrow(() -> noSuchClient(id));
            session.closed()
                    .copy()
                    .orTimeout(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
            return new Kicked(session.id(), nick.value(), why);
        });
    }

    /**
     * Disconnects all connections of a name. Does not wait until they are closed, because one of them may be the
     * operator's own.
     *
     * @param target a name; if no client has this name, the id of one connection
     */
    KickedConnections kickAll(String target, String reason, Operator by) {
        String why = reasonOrDefault(reason);
        return executor.execute(
                by,
                AuditAction.KICK,
                named(target),
                why,
                () -> disconnectAll(target, why).orElseThrow(() -> noSuchClient(target)));
    }

    private Optional<KickedConnections> disconnectAll(String target, String reason) {
        List<ChatQuery.FoundClient> named = Nick.of(target)
                .map(nick -> disconnect(new ChatQuery.Selection.ByNick(nick), reason))
                .orElse(List.of());
        List<ChatQuery.FoundClient> kicked = named.isEmpty()
                ? sessions.find(target)
                        .map(session -> disconnect(ChatQuery.Selection.of(session.member()), reason))
                        .orElse(List.of())
                : named;
        return kicked.stream()
                .findFirst()
                .map(first -> new KickedConnections(first.state().nick(), kicked.size()));
    }

    private List<ChatQuery.FoundClient> disconnect(ChatQuery.Selection selection, String reason) {
        return chatInput
                .ask(new ChatQuery.Disconnect(selection, StatusCode.KICKED, reason))
                .join();
    }

    private static String reasonOrDefault(String reason) {
        String clean = TextSanitizer.clean(reason);
        return clean.isBlank() ? DEFAULT_REASON : clean;
    }

    public SentNotice notice(String id, @Nullable String text, Operator by) {
        return executor.execute(by, AuditAction.NOTICE, named(id), String.valueOf(text), () -> {
            String valid = validText(text);
            Session session = find(id);
            return chatInput
                    .ask(new ChatQuery.SendMessage(session.member(), valid))
                    .join()
                    .map(nick -> new SentNotice(id, nick.value(), valid))
                    .orElseThrow(() -> noSuchClient(id));
        });
    }

    /** @param room with or without its {@code #}; null for everyone */
    public Announced announce(@Nullable String text, @Nullable String room, Operator by) {
        String target = room == null ? "everyone" : room;
        return executor.execute(by, AuditAction.ANNOUNCE, target, String.valueOf(text), () -> {
            String valid = validText(text);
            String name = room == null ? null : roomName(room);
            return chatInput
                    .ask(new ChatQuery.Announce(valid, name))
                    .join()
                    .map(Announced::new)
                    .orElseThrow(() -> new OperatorException(new OperatorError.NoSuchRoom(String.valueOf(name))));
        });
    }

    private static String roomName(String room) {
        return RoomName.ofWord(room)
                .orElseThrow(() -> new OperatorException(new OperatorError.NoSuchRoom(room)))
                .value();
    }

    private static String validText(@Nullable String text) {
        String clean = text == null ? "" : TextSanitizer.clean(text);
        if (clean.isBlank() || clean.length() > MAX_TEXT_LENGTH) {
            throw OperatorException.badArgument(
                    "the text must have from 1 to " + MAX_TEXT_LENGTH + " characters, and not only spaces");
        }
        return clean;
    }

    /** Returns the target of an action on the client with this id. */
    public String named(String id) {
        return AuditTarget.of(
                id,
                sessions.find(id)
                        .flatMap(session -> session.member().summary())
                        .map(member -> member.nick().value()));
    }

    private Session find(String id) {
        return sessions.find(id).orElseThrow(() -> noSuchClient(id));
    }

    private static OperatorException noSuchClient(String target) {
        return new OperatorException(new OperatorError.NoSuchClient(target));
    }
}
