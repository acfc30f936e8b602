package dev.parley.session.broadcast;

import dev.parley.chat.Audience;
import dev.parley.chat.Delivery;
import dev.parley.chat.Member;
import dev.parley.codec.LineEncoder;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundQueue;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import dev.parley.session.Session;
import dev.parley.session.SessionLimits;
import dev.parley.session.port.DisconnectReason;
import dev.parley.session.port.SessionMetrics;
import dev.parley.time.MonotonicClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Delivers each event to the queues of all its recipients. An event is encoded once for all recipients that receive the
 * same bytes. A batch is held until it is stored; then many of its lines are sent in one write. Consecutive events with
 * the same recipients are queued once per recipient.
 */
public final class BroadcastService implements Delivery {
    /** A welcome that is held back, so that it is written together with the next frame. */
    private record Welcome(Session session, Frame frame) {}

    private final SocketWriters writers;
    private final SessionMetrics metrics;
    private final SessionLimits limits;
    private final MonotonicClock clock;
    private final BroadcastThrottle throttle = new BroadcastThrottle(LockSupport::parkNanos);
    private final List<PendingOutput> pending = new ArrayList<>();
    private final List<Session> ready = new ArrayList<>();
    private final int maxBatchBytes;
    private int bytes;

    private @Nullable Welcome welcome;

    public BroadcastService(SocketWriters writers, SessionLimits limits, SessionMetrics metrics, MonotonicClock clock) {
        this.writers = writers;
        this.limits = limits;
        this.maxBatchBytes = Math.min(OutboundQueue.MAX_BATCH_BYTES, limits.queueBytes() / 4);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void deliver(ChatEvent event, Audience audience) {
        Collection<Member> members = audience.members();
        if (members.isEmpty()) {
            return;
        }
        var broadcast = new Broadcast(event, members.size());
        for (Member member : members) {
            if (audience.includes(member)) {
                broadcast.add(session(member), member);
            }
        }
        hold(broadcast);
    }

    private void hold(Broadcast broadcast) {
        boolean isTaken = !pending.isEmpty()
                && pending.getLast() instanceof Broadcast last
                && last.tryMerge(broadcast, maxBatchBytes);
        if (!isTaken) {
            pending.add(broadcast);
        }
    }

    @Override
    public void answer(Member member, Reply reply) {
        Session session = session(member);
        Reply fitting = reply instanceof Reply.Help help && !session.followsPresence() ? help.shortened() : reply;
        pending.add(new PendingOutput.PendingReply(session, fitting, member.format()));
    }

    @Override
    public void end(Member member, Reply.@Nullable Bye bye) {
        pending.add(new PendingOutput.PendingClose(session(member), bye, member.format()));
    }

    @Override
    public long lastWritten(Member member) {
        return session(member).lastWritten();
    }

    @Override
    public boolean isAllWritten(Member member) {
        return session(member).isAllWritten();
    }

    @Override
    public void flush(boolean saved) {
        try {
            pending.forEach(one -> deliver(one, saved));
        } finally {
            pending.clear();
        }
        releaseWelcome();
        startWriting();
    }

    private void deliver(PendingOutput one, boolean saved) {
        switch (one) {
            case Broadcast broadcast -> deliver(broadcast, saved);
            case PendingOutput.PendingReply answered -> answer(answered, saved);
            case PendingOutput.PendingClose ended -> end(ended, saved);
        }
    }

    private void deliver(Broadcast broadcast, boolean saved) {
        int accepted = 0;
        int behind = 0;
        for (int i = 0; i < broadcast.recipients(); i++) {
            Frame frame = broadcast.frame(i, saved);
            if (frame != null) {
                OutboundQueue.Offer offered = offer(broadcast.recipient(i), frame);
                accepted += offered.isAccepted() ? 1 : 0;
                behind += offered == OutboundQueue.Offer.BEHIND ? 1 : 0;
            }
        }
        if (!broadcast.isHidden()) {
            metrics.broadcast(broadcast.events(), accepted);
        }
        throttle.record(broadcast.events(), accepted, behind);
        startWritingIfEnough(broadcast.bytes());
    }

    private void answer(PendingOutput.PendingReply pendingReply, boolean saved) {
        Reply reply = saved ? pendingReply.answer() : pendingReply.answer().unsaved();
        if (reply instanceof Reply.Rejected refused) {
            metrics.lineRefused(refused.code());
        }
        Frame frame = encode(reply, pendingReply.format(), saved);
        if (frame != null && reply instanceof Reply.Welcomed) {
            releaseWelcome();
            welcome = new Welcome(pendingReply.session(), frame);
        } else if (frame != null) {
            offer(pendingReply.session(), frame.divided(SessionLimits.SMALL_WRITE_BYTES));
            startWritingIfEnough(frame.bytes().length);
        }
    }

    private void end(PendingOutput.PendingClose ended, boolean saved) {
        releaseWelcome();
        Reply.Bye bye = ended.bye();
        if (bye == null) {
            ended.session().end(DisconnectReason.CLIENT_CLOSED, null, limits.answers());
        } else {
            ended.session().end(DisconnectReason.of(bye.code()), encode(bye, ended.format(), saved), limits.flush());
        }
    }

    private void startWriting() {
        try {
            writers.write(ready);
        } finally {
            ready.clear();
            bytes = 0;
        }
        throttle.rest();
    }

    /** Starts writing before the end of a batch that has grown too large. */
    private void startWritingIfEnough(int more) {
        bytes += more;
        if (bytes > maxBatchBytes) {
            startWriting();
        }
    }

    private OutboundQueue.Offer offer(Session session, Frame frame) {
        if (welcome != null && welcome.session() == session) {
            Frame both = welcome.frame().followedBy(frame);
            welcome = null;
            return queue(session, both);
        }
        return queue(session, frame);
    }

    private OutboundQueue.Offer queue(Session session, Frame frame) {
        OutboundQueue.Offer offered = session.offer(frame);
        if (offered == OutboundQueue.Offer.DRAIN) {
            ready.add(session);
        }
        return offered;
    }

    /** Queues the welcome alone, because no frame to the same session followed. */
    private void releaseWelcome() {
        if (welcome != null) {
            queue(welcome.session(), welcome.frame());
            welcome = null;
        }
    }

    private @Nullable Frame encode(Reply reply, Format format, boolean saved) {
        byte[] bytes = LineEncoder.encode(reply, format, saved);
        return bytes == null ? null : new Frame(bytes, lines(bytes), clock.nanos(), reply.id());
    }

    private static int lines(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    /**
     * Returns the session of a member. ArchitectureTest checks that this is the only cast of a client. The cast is
     * safe, because events are broadcast only to sessions.
     */
    private static Session session(Member member) {
        return (Session) member.client();
    }
}
