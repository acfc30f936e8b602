package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.Stamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * States of connected members that can be resumed, as they are stored, so that a member can also be resumed after the
 * server was killed. A changed state is stored in the commit of the events that changed it. Members without a token
 * cost nothing. Belongs to the chat thread.
 */
final class SavedMembers {
    /** Seconds of lag after which a member gets a position of its own; at most twice as many. */
    static final int LAG_SECONDS = 5;

    /**
     * Most members that get a position of their own in one second, because each is a row in the commit of the chat. Others
     * hold the common position back for longer.
     */
    static final int MAX_LAGGING = 20;

    private final EventPublisher publisher;

    /** Members whose stored state is outdated, or missing. */
    private final Set<Member> outdated = new LinkedHashSet<>();

    /** Keys of the stored states. */
    private final Map<Member, String> keys = new HashMap<>();

    /** Members that lag, and are stored with a position of their own until everything is written to them. */
    private final Set<Member> lagging = new HashSet<>();

    /** Id up to which all events were passed to the queues of their recipients. */
    private long delivered;

    /** The same at the last multiple of {@link #LAG_SECONDS}, and at the one before, where a member that lags is behind. */
    private long deliveredBefore;

    private long overdue;
    private int seconds;

    private long checked;
    private boolean isCheckDue;

    SavedMembers(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Adds a member that has a token now. */
    void add(Member member) {
        member.reportChangesTo(outdated);
    }

    /** Removes a member, because its session is stored otherwise or can no longer be resumed. */
    void remove(Member member) {
        member.reportChangesTo(null);
        outdated.remove(member);
        lagging.remove(member);
        String key = keys.remove(member);
        if (key != null) {
            publisher.record(new ChatEvent.MemberRemoved(publisher.nextStamp(), key));
        }
    }

    /** Publishes what has changed since the last call. */
    void publishChanges() {
        outdated.forEach(this::publish);
        outdated.clear();
        if (isCheckDue && publisher.hasRecorded()) {
            publishCheck();
        }
    }

    private void publish(Member member) {
        MemberSnapshot state = state(member);
        String key = state == null ? null : ResumeTokens.sessionKey(member);
        String before = keys.remove(member);
        if (before != null && !before.equals(key)) {
            publisher.record(new ChatEvent.MemberRemoved(publisher.nextStamp(), before));
        }
        if (state != null && key != null) {
            keys.put(member, key);
            Stamp stamp = publisher.nextStamp();
            var session = new ResumableSession(
                    key, state, position(member), stamp.at().plus(ResumableSession.TIMEOUT));
            publisher.record(new ChatEvent.MemberSaved(stamp, session, isInCheck(member)));
        }
    }

    /** Whether the common position includes the member. */
    private boolean isInCheck(Member member) {
        return member.isCaughtUp() && !lagging.contains(member);
    }

    private static @Nullable MemberSnapshot state(Member member) {
        return member.present() ? member.state() : member.resumableState();
    }

    /**
     * Returns the id up to which everything was written to a member, as far as it is known: while something is queued,
     * that is the id found the last time, or the one of the last line.
     */
    private long position(Member member) {
        return member.written(
                member.lastWritten(publisher.isAllWritten(member) ? delivered : publisher.lastWritten(member)));
    }

    /** Records that all events so far are passed to the queues of their recipients before another task is applied. */
    void delivered() {
        delivered = publisher.lastId();
    }

    /**
     * Has the positions of the saved members checked by the next commit, or now if there was none since the last call.
     * Called every second.
     */
    void checkDelivery() {
        if (++seconds % LAG_SECONDS == 0) {
            overdue = deliveredBefore;
            deliveredBefore = delivered;
        }
        includeCaughtUp();
        excludeLagging();
        if (isCheckDue) {
            publishCheck();
        }
        isCheckDue = true;
    }

    /**
     * Publishes the position of the slowest member that does not lag, unless it is the same as before. Events after this
     * position may come twice after a kill, but none is missed.
     */
    private void publishCheck() {
        isCheckDue = false;
        if (!keys.isEmpty() && checked < delivered) {
            long lowest = keys.keySet().stream()
                    .filter(this::isInCheck)
                    .mapToLong(this::position)
                    .min()
                    .orElse(checked);
            if (lowest > checked) {
                boolean isAllChecked = lowest == delivered && !publisher.hasRecorded();
                Stamp stamp = publisher.nextStamp();
                publisher.record(new ChatEvent.DeliveryChecked(stamp, lowest));
                // The check itself is delivered to nobody.
                checked = isAllChecked ? stamp.id() : lowest;
            }
        }
    }

    private void includeCaughtUp() {
        List<Member> caughtUp = lagging.stream().filter(publisher::isAllWritten).toList();
        lagging.removeAll(caughtUp);
        caughtUp.forEach(this::publish);
    }

    private void excludeLagging() {
        List<Member> late = keys.keySet().stream()
                .filter(member -> isInCheck(member) && position(member) < overdue)
                .sorted(Comparator.comparingLong(this::position))
                .limit(MAX_LAGGING)
                .toList();
        lagging.addAll(late);
        late.forEach(this::publish);
    }
}
