package dev.parley.terminal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conversation with a server over one connection after another: sends what was typed, shows what the server sends, and
 * resumes a lost connection. Safe for any thread.
 */
final class Conversation {
    /** Token of pings that only ask whether the server is alive. */
    static final String SIGN_OF_LIFE = "~alive";

    /** First character of the tokens of this client's pings; the number of the line follows. */
    private static final String PING = "~";

    private static final Pattern NUMBERED_PING = Pattern.compile(PING + "(\\d{1,18})");

    /** Ids of events that were shown; a resumed connection can receive an event twice. */
    private static final int MAX_SEEN = 2_000;

    private static final int PING_LINES = 1;

    /** Lines that the rate allows the user after a request of this client. */
    private static final int RESERVED_LINES = 5;

    /** Longest message that gets a key, in characters: with it, a longer one could exceed the limit of the server. */
    private static final int MAX_KEYED = 1_000;

    /** The server recognizes a key for 10 minutes after the line has arrived; the repetition needs a part of them. */
    private static final Duration KEY_LIFETIME = Duration.ofMinutes(9);

    /** Words for which the server has a hint if they are sent alone. */
    private static final Set<String> HINTED = Set.of("help", "quit", "exit", "?");

    /** Reasons of the server to disconnect after which this client does not come back. */
    private static final Set<String> FINAL = Set.of("quit", "kicked", "banned", "auth-failed", "line-too-long");

    /** Start of a message: a visible character that is no kind of slash. */
    private static final Pattern MESSAGE =
            Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}&&[^/\\\\\u2044\u2215\u29F8\uFF0F\uFF3C\u2800]]");

    private static final Pattern FORMAT = Pattern.compile("/format(\\s.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NICK = Pattern.compile("/nick\\s+\\S.*", Pattern.CASE_INSENSITIVE);

    /** Errors of a login that do not say that it is wrong. */
    private static final Set<String> TEMPORARY = Set.of("busy", "rate-limited");

    /** Server at the other end of a connection. */
    interface Server {
        void send(String line) throws IOException;

        void close();
    }

    /** Runs a task later, on any thread. */
    interface Timer {
        void after(Duration delay, Runnable task);
    }

    private final Screen screen;
    private final InstantSource clock;
    private final LineRenderer renderer;
    private final String connectedState;
    private final Timer timer;
    private final SendRate rate = new SendRate();
    private final Outbox outbox = new Outbox();
    private final ChatView view = new ChatView();
    private final LoginState login = new LoginState();
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_SEEN;
        }
    };

    private @Nullable Server connection;
    private String state = "connecting";
    private Phase phase = Phase.LIVE;

    /** Id up to which everything was received. It stays that of a lost connection until the missed lines are here. */
    private long lastId;

    private long newestId;

    /** Older lines that follow, such as those of {@code /history}. */
    private long olderLines;

    /** Whether these lines are missed ones, and more of them can be asked for. */
    private boolean isMissed;

    private boolean hasMore;

    /** Id of the event that arrived last. */
    private long latestId;

    /** Error before the answer to {@code /resume}. */
    private @Nullable ServerLine resumeError;

    private @Nullable String bye;

    /** Nick and active room on the lost connection, for which the waiting lines are. */
    private ChatView.Place place = new ChatView.Place("", Rooms.LOBBY);

    /** Rooms of the lost connection, the active one last, while the client comes back. */
    private List<String> roomsBefore = List.of();

    /** Code of the last refusal of a connection, which is shown once. */
    private String shownRefusal = "";

    /** Whether the server has answered on this connection, which it does not if it refuses connections. */
    private boolean isAnswering;

    /** Whether nothing has arrived for some seconds. */
    private boolean isSilent;

    /** Whether the timer will send the lines that exceed the rate. */
    private boolean isTimed;

    /**
     * Way back after a lost connection. Typed lines wait until {@code LIVE}.
     *
     * <pre>
     *   RESUMING ──resumed──────────────────────────────▶ LIVE
     *      │ error, then pong     (CATCHING_UP if lines     ▲
     *      ▼                       or rooms are missing)    │ the last missed line
     *   LOGGING_IN ──resumable──▶ CATCHING_UP ──────────────┘
     *      │ error                     ▲
     *      ▼                           │
     *   LOGIN_AWAITED ──the user logs in, or takes a nick
     * </pre>
     *
     * <p>In {@code STOPPING} the server refuses lines, because it is about to close the connection.
     */
    private enum Phase {
        LIVE,
        RESUMING,
        LOGGING_IN,
        LOGIN_AWAITED,
        CATCHING_UP,
        STOPPING
    }

    /** @param connectedState words of the status line for an open connection */
    Conversation(Screen screen, InstantSource clock, LineRenderer renderer, String connectedState, Timer timer) {
        this.screen = screen;
        this.clock = clock;
        this.renderer = renderer;
        this.connectedState = connectedState;
        this.timer = timer;
    }

    /**
     * Continues on a connection.
     *
     * @param first commands to send if there is no chat yet to come back to
     */
    synchronized void connected(Server made, List<String> first) {
        connection = made;
        bye = null;
        isAnswering = false;
        isSilent = false;
        state = connectedState;
        view.forgetPerson();
        rate.reset();
        request("/format json", "notice");
        if (login.token() != null) {
            phase = Phase.RESUMING;
            rememberRooms();
            request("/resume " + login.token() + (lastId > 0 ? " " + lastId : ""), "resumed");
        } else if (phase == Phase.LOGIN_AWAITED) {
            askForLogin();
        } else if (lastId > 0 || !place.nick().isEmpty()) {
            comeBack();
        } else {
            phase = Phase.LIVE;
            first.forEach(command -> request(command, ""));
        }
        flush();
    }

    /** Comes back without resuming the lost connection. */
    private void comeBack() {
        if (login.command() != null) {
            phase = Phase.LOGGING_IN;
            request(login.command(), "resumable");
        } else {
            catchUp(place.nick().isEmpty() ? null : "/nick " + place.nick());
        }
    }

    /** Takes the nick, enters the rooms, and asks for what was missed. */
    private void catchUp(@Nullable String nickCommand) {
        if (login.command() == null) {
            // The server does not know the keys of another connection.
            outbox.dropRepeats(Instant.MAX).forEach(this::showDoubtful);
        }
        if (nickCommand != null) {
            request(nickCommand, "");
        }
        rememberRooms();
        catchUp(roomsBefore, lastId > 0);
    }

    private void catchUp(List<String> rooms, boolean isBehind) {
        phase = Phase.CATCHING_UP;
        rooms.forEach(room -> request(view.joinCommand(room), ""));
        if (isBehind) {
            request("/since " + lastId, "history");
        }
        if (outbox.isAnswered()) {
            live();
        }
    }

    /** Forgets the rooms of the lost connection, but keeps their names until the user is in all of them again. */
    private void rememberRooms() {
        List<String> rooms = view.takeRooms();
        roomsBefore = roomsBefore.isEmpty() ? rooms : roomsBefore;
    }

    private void live() {
        phase = Phase.LIVE;
        roomsBefore = List.of();
        view.settle();
        lastId = newestId;
        outbox.dropRepeats(clock.instant()).forEach(this::showDoubtful);
        if (!view.isAt(place)) {
            outbox.drop().forEach(line -> show("not sent, as you are " + view.here() + " now: " + line));
        }
        if (view.takeEnded()) {
            show("what you set by /away and /ignore has ended with the connection");
        }
    }

    /** Sends a typed line, now or when the connection is back. */
    synchronized void typed(String line) {
        if (line.isBlank()) {
            return;
        }
        if (FORMAT.matcher(line).matches()) {
            show("this client needs the format json, so nothing was sent");
            return;
        }
        if (phase == Phase.LOGIN_AWAITED
                && connection != null
                && NICK.matcher(line).matches()) {
            catchUp(line);
            flush();
            return;
        }
        boolean mayBePassword = login.mayBePassword(line);
        if (mayBePassword && !isAfterLogin()) {
            login.typed(line);
            show("not sent, as it may be a password; type it again to send it as a message");
            return;
        }
        boolean hasKey = isMessage(line) && !mayBePassword;
        login.typed(line);
        String text = line.startsWith("//") ? line.substring(1) : line;
        Instant keyUntil = hasKey ? clock.instant().plus(KEY_LIFETIME) : Instant.MIN;
        String masked = mayBePassword ? "(a line that may be a password)" : PrivateInput.masked(line);
        String sent = hasKey ? "/say key=" + UUID.randomUUID() + " " + text : line;
        if (!outbox.add(new Outbox.Entry(masked, sent, keyUntil, ""))) {
            show("too many lines wait for the server; not sent: " + masked);
        } else if (connection == null) {
            show("waits for the connection: " + masked);
        }
        flush();
    }

    /** Whether a typed line gets to the server behind the login before it, so that the server can refuse a password. */
    private boolean isAfterLogin() {
        return phase == Phase.LIVE && login.isExpectedByServer()
                || outbox.unsent().stream().anyMatch(PrivateInput::isPassword);
    }

    /** Whether a line is certainly a message. Other lines are sent unchanged, so that the server recognizes a slip. */
    private static boolean isMessage(String line) {
        return (MESSAGE.matcher(line).lookingAt() || line.startsWith("//"))
                && line.length() <= MAX_KEYED
                && !PrivateInput.isPassword(line)
                && !HINTED.contains(line.strip().toLowerCase(Locale.ROOT));
    }

    private void request(String line, String reply) {
        outbox.request(Outbox.Entry.request(line, reply));
    }

    /** Sends the lines that the server accepts now. */
    private void flush() {
        Optional<Outbox.Entry> next = next();
        while (connection != null && next.isPresent() && isDue(next.get())) {
            send(connection, next.get());
            next = next();
        }
        if (connection != null && outbox.needsPing()) {
            ping(connection);
        }
        showStatus();
    }

    /** Returns the next line to send. What is only missing on the screen comes last. */
    private Optional<Outbox.Entry> next() {
        return outbox.next(this::isReady)
                .or(() -> phase == Phase.LIVE && outbox.isAnswered() ? view.missing() : Optional.empty());
    }

    /** Whether the rate allows a line now, and what may follow it at once; otherwise the timer sends the line. */
    private boolean isDue(Outbox.Entry entry) {
        int more = entry.isTyped() || phase != Phase.LIVE ? PING_LINES : RESERVED_LINES;
        Duration delay = rate.delay(SendRate.weight(entry.line()) + more, clock.instant());
        if (!delay.isZero() && !isTimed) {
            isTimed = true;
            timer.after(delay, this::sendDelayed);
        }
        return delay.isZero();
    }

    private synchronized void sendDelayed() {
        isTimed = false;
        flush();
    }

    private boolean isReady(Outbox.Entry entry) {
        return phase == Phase.LIVE || phase == Phase.LOGIN_AWAITED && PrivateInput.isPassword(entry.line());
    }

    private void send(Server server, Outbox.Entry entry) {
        long number = outbox.sent(entry);
        view.sent(entry.line());
        boolean isLogin = entry.needsPong() && login.sent(entry.line(), number);
        sendNow(server, entry.line());
        // The pong of each login must come before the replies to the requests that follow.
        if (isLogin || phase == Phase.LOGIN_AWAITED && entry.isTyped()) {
            ping(server);
        }
    }

    private void ping(Server server) {
        sendNow(server, "/ping " + PING + outbox.ping());
    }

    private void sendNow(Server server, String line) {
        rate.sent(SendRate.weight(line), clock.instant());
        try {
            server.send(line);
        } catch (IOException e) {
            // The thread that reads notices the same, after what the server has still sent.
        }
    }

    /** Handles a line from the server. */
    synchronized void received(ServerLine line) {
        isSilent = false;
        Optional<Outbox.Entry> request = outbox.takeRequest(line.type());
        isAnswering = isAnswering || request.isPresent() && !line.is("error");
        switch (line.type()) {
            case "pong" -> pong(line);
            case "resumable" -> loggedIn(line.text("token"));
            case "resumed" -> {
                if (phase == Phase.RESUMING) {
                    resumed(line);
                } else {
                    // The user has typed the command.
                    show(line);
                }
            }
            case "history", "mail" -> {
                olderLines = line.number("count");
                isMissed = request.isPresent();
                hasMore = line.flag("more") && olderLines > 0;
                if (!isMissed || !isNothing(line)) {
                    show(line);
                }
                if (isMissed && olderLines == 0) {
                    caughtUp();
                }
            }
            case "error" -> error(line, request.map(Outbox.Entry::reply).orElse(""));
            case "bye" -> {
                bye = line.text("code");
                // Before the user is back, the token is that of a new guest.
                if (isBack() && line.has("token")) {
                    login.setToken(line.text("token"));
                }
                show(line);
            }
            default -> {
                if (request.isPresent()) {
                    learn(line);
                } else {
                    event(line);
                }
            }
        }
        flush();
    }

    private void pong(ServerLine line) {
        var numbered = NUMBERED_PING.matcher(line.text("token"));
        if (numbered.matches() && connection != null) {
            isAnswering = true;
            long number = Long.parseLong(numbered.group(1));
            outbox.answered(number);
            login.answered(number, outbox.isAnswered());
            notifyAll();
            if (phase == Phase.RESUMING && outbox.isAnswered()) {
                resumeError = null;
                login.setToken(null);
                comeBack();
            } else if (phase == Phase.CATCHING_UP && outbox.isAnswered() && olderLines == 0) {
                live();
            }
        } else if (!line.text("token").equals(SIGN_OF_LIFE)) {
            show(line);
        }
    }

    private void resumed(ServerLine line) {
        var missing = new ArrayList<>(roomsBefore);
        missing.removeIf(view.rooms()::isIn);
        if (missing.isEmpty() && resumeError != null) {
            show(resumeError);
        }
        resumeError = null;
        boolean isCaughtUpByRooms = !missing.isEmpty() && lastId > 0;
        if (!isNothing(line) && !isCaughtUpByRooms) {
            show(line);
        }
        if (!missing.isEmpty() && !missing.contains(roomsBefore.getLast())) {
            missing.add(roomsBefore.getLast());
        }
        boolean isBehind = line.flag("more") && line.number("count") > 0;
        if (isBehind && missing.isEmpty()) {
            lastId = latestId;
        }
        // The answer has no messages of a room that needs its key again; the next one counts all that were missed.
        catchUp(missing, isBehind || isCaughtUpByRooms);
    }

    /** Whether a line says that nothing was missed. */
    private static boolean isNothing(ServerLine line) {
        return line.number("count") == 0 && line.flag("complete");
    }

    private void loggedIn(String resumable) {
        login.accepted(resumable);
        notifyAll();
        if (phase == Phase.LOGGING_IN) {
            boolean isOther = !place.nick().isEmpty() && !place.nick().equals(view.nick());
            catchUp(isOther ? "/nick " + place.nick() : null);
        } else if (phase == Phase.LOGIN_AWAITED) {
            catchUp(null);
        }
    }

    /** @param reply type of the reply that the client expected; empty for the answer to a typed line */
    private void error(ServerLine line, String reply) {
        String code = line.text("code");
        if (reply.equals("notice")) {
            bye = code;
            showOnce(line);
            return;
        }
        login.error(code);
        if (code.equals("draining")) {
            stopping(line, reply.isEmpty());
            return;
        }
        switch (reply) {
            // It is the refusal of the resume, or of one of its rooms; the latter precedes the reply.
            case "resumed" -> {
                resumeError = line;
                if (connection != null) {
                    ping(connection);
                }
            }
            case "resumable" -> loginRefused(line);
            case "history" -> {
                show(line);
                live();
            }
            case "help" -> {}
            default -> {
                // Before the reply to /resume, it is about one more room, which is entered again afterwards.
                if (phase != Phase.RESUMING) {
                    show(line);
                }
                if (code.equals("rate-limited") && login.isAttempting()) {
                    show("to log in again, leave by /quit and start anew in a while");
                }
            }
        }
    }

    private void showOnce(ServerLine refused) {
        String code = refused.text("code");
        if (!code.equals(shownRefusal)) {
            show(refused);
        }
        shownRefusal = code;
    }

    /** Waits for the user to log in, or tries again on a new connection after a pause. */
    private void loginRefused(ServerLine line) {
        if (TEMPORARY.contains(line.text("code")) && connection != null) {
            showOnce(line);
            isAnswering = false;
            connection.close();
        } else {
            login.forget();
            phase = Phase.LOGIN_AWAITED;
            show(line);
            askForLogin();
        }
    }

    /** Waits for the end of a connection that refuses every line; nothing on it is an answer to a login or a resume. */
    private void stopping(ServerLine line, boolean isTyped) {
        if (phase == Phase.LIVE) {
            phase = Phase.STOPPING;
            if (isTyped) {
                show(line);
            }
            // The bye can have a token, with which a guest is the same person.
            outbox.giveUp(true).forEach(this::showDoubtful);
        }
    }

    private boolean isBack() {
        return phase == Phase.LIVE || phase == Phase.STOPPING;
    }

    private void askForLogin() {
        show("to continue: /login " + login.account() + ", or /nick NAME as a guest");
    }

    private void event(ServerLine line) {
        if (olderLines > 0 && line.has("id")) {
            olderLine(line);
            return;
        }
        latestId = line.has("id") ? line.number("id") : latestId;
        if (line.has("id") && seen.put(line.text("id"), true) != null) {
            return;
        }
        learn(line);
        if (phase == Phase.LIVE || !view.isOwn(line) || line.has("text")) {
            show(line);
        }
        if (view.isMention(line)) {
            screen.bell();
        }
    }

    private void olderLine(ServerLine line) {
        olderLines--;
        boolean isNew = seen.put(line.text("id"), true) == null;
        if (isNew || !isMissed) {
            show(line);
        }
        if (isMissed && isNew) {
            view.learnMissed(line);
        }
        if (isMissed) {
            lastId = line.number("id");
            newestId = Math.max(newestId, lastId);
            if (olderLines == 0) {
                caughtUp();
            }
        }
    }

    /** Continues after an answer with missed lines, which come in the order of their ids. */
    private void caughtUp() {
        isMissed = false;
        if (hasMore) {
            request("/since " + lastId, "history");
        } else {
            live();
        }
    }

    private void learn(ServerLine line) {
        newestId = Math.max(newestId, line.number("id"));
        if (phase == Phase.LIVE) {
            lastId = newestId;
        }
        view.learn(line, phase == Phase.RESUMING);
        if (phase == Phase.LIVE) {
            view.settle();
        }
        if (line.flag("you") && view.isGuest()) {
            login.becameGuest();
        }
    }

    /**
     * Handles the loss of the connection.
     *
     * @return whether to connect again
     */
    synchronized boolean lost(@Nullable String reason) {
        connection = null;
        if (isBack()) {
            place = view.place();
        }
        olderLines = 0;
        isMissed = false;
        resumeError = null;
        login.lost();
        notifyAll();
        if (bye != null && FINAL.contains(bye)) {
            outbox.giveUp(false).stream().filter(line -> !isAnsweredByBye(line)).forEach(this::showDoubtful);
            return false;
        }
        if (reason != null && bye == null && isAnswering) {
            show("connection lost: " + reason);
        }
        outbox.giveUp(login.token() != null || login.command() != null).forEach(this::showDoubtful);
        return true;
    }

    private boolean isAnsweredByBye(String line) {
        return isQuit() && line.split("\\s", 2)[0].equalsIgnoreCase("/quit");
    }

    private void showDoubtful(String line) {
        show("may not have arrived; send it again if needed: " + line);
    }

    /** Shows that lines are not answered, if there are some. */
    synchronized void silent() {
        isSilent = true;
        showStatus();
    }

    /** Shows why there is no connection yet. */
    synchronized void waiting(String why) {
        state = why;
        showStatus();
    }

    /**
     * Leaves the chat, and lists the lines that were not sent.
     *
     * @param line the command
     */
    synchronized void quit(String line) {
        showUnsent();
        if (connection != null) {
            // Without a ping: the server closes the connection, and input that it has not read could discard its bye.
            sendNow(connection, line);
        }
    }

    /** Lists the lines that were not sent, as they never will be. */
    synchronized void showUnsent() {
        outbox.drop().forEach(line -> show("not sent: " + line));
    }

    /** Shows something that this client has to say. */
    synchronized void hint(String text) {
        show(text);
    }

    /** Waits for the answer to a login; returns whether it has arrived, or cannot arrive on this connection. */
    synchronized boolean awaitLogin(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toMillis();
                (login.isAttempting() || isLoginWaiting()) && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !login.isAttempting() && !isLoginWaiting();
    }

    /** Whether the server has refused the password of the last login. */
    synchronized boolean isPasswordRefused() {
        return login.isRefused();
    }

    /** Whether a login waits until the rate allows it; without a connection it can wait for long. */
    private boolean isLoginWaiting() {
        return connection != null && outbox.unsent().stream().anyMatch(PrivateInput::isPassword);
    }

    /** Whether the user has logged in on this or an earlier connection; unknown after a typed {@code /resume}. */
    synchronized boolean isLoggedIn() {
        return login.command() != null;
    }

    /** Keeps the next line from being sent as a message, as it may be a password. */
    synchronized void expectPassword() {
        login.expectPassword();
    }

    /** Whether a typed line may be a password. Like what the completion reads, it waits for nobody. */
    boolean mayBePassword(String line) {
        return login.mayBePassword(line);
    }

    /** Whether the server has answered on the last connection. */
    synchronized boolean isAnswering() {
        return isAnswering;
    }

    /** Whether the server has confirmed that the user quits. */
    synchronized boolean isQuit() {
        return "quit".equals(bye);
    }

    /** Returns the commands of the server. Like the other two for the completion, it waits for nobody. */
    Map<String, String> commands() {
        return view.commands();
    }

    Collection<String> people() {
        return view.people();
    }

    Collection<String> rooms() {
        return view.roomNames();
    }

    private void show(ServerLine line) {
        renderer.render(line, view.nick(), view.rooms().active(), view.isMention(line))
                .forEach(screen::show);
    }

    private void show(String text) {
        renderer.own(text).forEach(screen::show);
    }

    private void showStatus() {
        var text = new StringBuilder(view.status()).append(" · ").append(state);
        int unsent = outbox.unsent().size();
        if (unsent > 0) {
            text.append(" · ").append(unsent).append(" not sent");
        }
        long unanswered = outbox.unanswered();
        if (isSilent && unanswered > 0) {
            text.append(" · ").append(unanswered).append(" not answered");
        }
        screen.status(text.append(view.unread()).toString());
    }
}
