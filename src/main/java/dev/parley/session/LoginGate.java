package dev.parley.session;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.outbound.OutboundQueue;
import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.time.Deadline;
import java.time.Duration;

/**
 * Limits one client on a listener that requires a login, until it has logged in: how long it stays, what it may do, how
 * much it sends, and how much waits for it. On any other listener everyone is known from the start. The client's reader
 * calls it; {@link #checkDeadline} is for the tick.
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

    /** Whether it has sent too much, and is about to be ended: what else it sends is dropped. */
    boolean isFlooding() {
        return isFlooding;
    }

    /** The command, or what becomes of it as long as its sender is a stranger. */
    Command restrict(Command command) {
        return isKnown ? command : command.whileUnauthenticated();
    }

    /** It may be about to be told what is said. */
    void raiseQueueLimit(boolean more) {
        if (!isKnown) {
            int maxBytes = context.limits().queueBytes();
            queue.limit(more ? maxBytes : Math.min(MAX_QUEUE_BYTES, maxBytes));
        }
    }

    /** It has proved who it is: from then on the client is sent what others say. */
    void loggedIn() {
        if (!isKnown) {
            raiseQueueLimit(true);
            isKnown = true;
            deadline.clear();
            connection.loggedIn();
        }
    }

    /** Something it has sent was carried out. */
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

    /** It may have logged in while this waits for its place among all entries. */
    private void end(StatusCode why, String text) {
        context.eventLoop().ask(new ChatQuery.DisconnectStranger(member, why, text));
    }
}
