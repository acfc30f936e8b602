package dev.parley.chat;

import dev.parley.chat.port.ChatMetrics;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events: gives them their ids, records those that are to be stored, and hands them to the {@link Delivery}
 * together with all replies. Belongs to the chat thread.
 */
public final class EventPublisher {
    private final Delivery delivery;
    private final EventClock eventClock;
    private final ChatMetrics metrics;
    private final ChatObserver observer;
    private @Nullable Member cause;
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

    /** Returns the events since the last call that are to be stored. */
    List<ChatEvent> takeRecorded() {
        List<ChatEvent> taken = recorded;
        recorded = new ArrayList<>();
        return taken;
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
        if (event.isStored()) {
            recorded.add(event);
        }
        if (cause == null || !cause.isHidden()) {
            observer.happened(event, cause);
        }
        delivery.deliver(event, audience);
    }

    /** Records an event that has no recipients. */
    void publish(ChatEvent event) {
        publish(event, Audience.NONE);
    }

    /**
     * Publishes a member's message. If the member is shadow-muted, the message is delivered to its own connections
     * only, and not recorded.
     */
    void publishUnlessShadowed(Member writer, MuteFilter.Verdict verdict, ChatEvent event, Audience audience) {
        if (verdict.isShadowed()) {
            delivery.deliver(event, own(writer, audience));
        } else {
            publish(event, audience);
        }
    }

    /** Returns the part of the audience that is the member itself or is logged in to its account. */
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
}
