package dev.parley.chat;

import dev.parley.chat.port.ChatMetrics;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and replies: gives the events their ids, records the events that are to be stored, and passes
 * everything to the {@link Delivery}. Belongs to the chat thread.
 */
public final class EventPublisher {
    private static final Reply.Rejected PAUSED =
            new Reply.Rejected(StatusCode.UNAVAILABLE, "nothing can be stored now; try again later");

    private final Delivery delivery;
    private final EventClock eventClock;
    private final ChatMetrics metrics;
    private final ChatObserver observer;
    private @Nullable Member cause;
    private boolean isStoring = true;
    private List<ChatEvent> recorded = new ArrayList<>();

    public EventPublisher(Delivery delivery, EventClock eventClock, ChatMetrics metrics, ChatObserver observer) {
        this.delivery = delivery;
        this.eventClock = eventClock;
        this.metrics = metrics;
        this.observer = observer;
    }

    EventClock eventClock() {
        return eventClock;
    }

    ChatMetrics metrics() {
        return metrics;
    }

    ChatObserver observer() {
        return observer;
    }

    /** Sets the member that causes all events from now on; null where the service or an operator causes them. */
    void causedBy(@Nullable Member member) {
        cause = member;
    }

    /** Returns the events recorded since the last call, which are to be stored. */
    List<ChatEvent> takeRecorded() {
        List<ChatEvent> taken = recorded;
        recorded = new ArrayList<>();
        return taken;
    }

    boolean hasRecorded() {
        return !recorded.isEmpty();
    }

    /** Reports whether the events that were taken last are stored. */
    void stored(boolean saved) {
        isStoring = saved;
    }

    /**
     * Returns why a change that must outlive a restart cannot be made now; empty where it can. Such changes are refused
     * from one announcement of {@link ChatEvent.HistoryStateChanged} to the next.
     */
    Optional<Reply.Rejected> refusalToStore() {
        return isStoring ? Optional.empty() : Optional.of(PAUSED);
    }

    /** Returns the id and times of the next event. */
    Stamp nextStamp() {
        return eventClock.next();
    }

    /** Id of the newest event. */
    long lastId() {
        return eventClock.last();
    }

    void publish(ChatEvent event, Audience audience) {
        if (cause == null || !cause.isHidden()) {
            observer.happened(event, cause);
        }
        publishUnobserved(event, audience);
    }

    /** Publishes an event that follows from another one, of which the observer is notified. */
    void publishUnobserved(ChatEvent event, Audience audience) {
        if (event.isStored()) {
            recorded.add(event);
        }
        delivery.deliver(event, audience);
    }

    /** Records an event that has no recipients. */
    void publish(ChatEvent event) {
        publish(event, Audience.NONE);
    }

    /** Records a change of the stored state, of which the observer is not notified. */
    void record(ChatEvent.StateOnlyEvent event) {
        recorded.add(event);
    }

    /**
     * Publishes a member's message. If the member is shadow-muted, only the member's own connections receive the
     * message, and it is not recorded.
     */
    void publishUnlessShadowed(Member writer, MuteFilter.Verdict verdict, ChatEvent event, Audience audience) {
        if (verdict.isShadowed()) {
            delivery.deliver(event, own(writer, audience));
        } else {
            publish(event, audience);
        }
    }

    /** Returns the recipients in the audience that are the member itself or are logged in to the member's account. */
    private static Audience own(Member member, Audience audience) {
        Nick account = member.account();
        List<Member> own = audience.members().stream()
                .filter(audience::includes)
                .filter(other -> other == member || account != null && account.equals(other.account()))
                .toList();
        return Audience.of(own);
    }

    void answer(Member member, Reply reply) {
        delivery.answer(member, reply);
    }

    void refuse(Member member, StatusCode code, String text) {
        answer(member, new Reply.Rejected(code, text));
    }

    /** See {@link Delivery#end}. */
    void end(Member member, Reply.@Nullable Bye bye) {
        delivery.end(member, bye);
    }

    /** See {@link Delivery#lastWritten}. */
    long lastWritten(Member member) {
        return delivery.lastWritten(member);
    }

    /** See {@link Delivery#isAllWritten}. */
    boolean isAllWritten(Member member) {
        return delivery.isAllWritten(member);
    }
}
