package dev.parley.session;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.outbound.OutboundQueue;
import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.time.Deadline;
import java.time.Duration;

/**
 * Limits one client on a listener that requires a login, until the client has logged in. The limits are on the time
 * until the login, the commands, the input, and the queued output. On any other listener no client is limited. Called
 * by the client's reader; {@link #checkDeadline} is called by the tick.
 */
final class LoginGate {
    private static final int MAX_LINES = 16;
    private static final int MAX_BYTES = 4 * 1024;
    private static final int MAX_QUEUE_BYTES = 16 * 1024;

    private final SessionContext context;
    private final Connection connection;
    private final Member member;
    private final OutboundQueue queue;
    private final Deadline deadline = new Deadline();
    private volatile boolean isKnown;
    private boolean isFlooding;

    LoginGate(SessionContext context, Connection connection, Member member, OutboundQueue queue) {
        this.context = context;
        this.connection = connection;
        this.member = member;
        this.queue = queue;
        this.isKnown = !connection.requiresLogin();
        if (!isKnown) {
            raiseQueueLimit(false);
            deadline.set(context.time().nanos(), context.limits().login());
        }
    }

    /**
     * Whether the client has sent too much before its login. Further input is dropped, and the client is about to be
     * disconnected.
     */
    boolean isFlooding() {
        return isFlooding;
    }

    /** Returns the command, or its replacement while the client is not logged in. */
    Command restrict(Command command) {
        return isKnown
                ? command
                : command.whileUnauthenticated(
                        context.services().authenticator().registration().logInFirst());
    }

    /**
     * Raises the small limit of the queue, or restores it. The limit is raised before the login completes, because
     * messages may be sent to the client right afterwards.
     */
    void raiseQueueLimit(boolean more) {
        if (!isKnown) {
            int maxBytes = context.limits().queueBytes();
            queue.limit(more ? maxBytes : Math.min(MAX_QUEUE_BYTES, maxBytes));
        }
    }

    /** Lifts all limits, because the client has logged in. Messages are sent to the client from then on. */
    void loggedIn() {
        if (!isKnown) {
            raiseQueueLimit(true);
            isKnown = true;
            deadline.clear();
            connection.loggedIn();
        }
    }

    /** Checks how much the client has sent, after a command was carried out. */
    void received(TrafficCounters counters) {
        if (!isKnown && !isFlooding && (counters.linesIn() > MAX_LINES || counters.bytesIn() > MAX_BYTES)) {
            isFlooding = true;
            connection.flooded();
            end(
                    StatusCode.BANNED,
                    "you sent more than " + MAX_LINES + " lines or " + MAX_BYTES + " bytes before you logged in");
        }
    }

    void checkDeadline(long now) {
        if (deadline.passed(now)) {
            deadline.clear();
            Duration limit = context.limits().login();
            end(StatusCode.AUTH_TIMEOUT, "you did not log in within " + limit.toSeconds() + " s");
        }
    }

    /** Disconnects the client, unless it has logged in before the query is answered. */
    private void end(StatusCode why, String text) {
        context.chatInput().ask(new ChatQuery.DisconnectUnauthenticated(member, why, text));
    }
}
