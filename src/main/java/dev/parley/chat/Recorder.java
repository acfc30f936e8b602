package dev.parley.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what happens, on its way to those who hear it. */
final class Recorder implements Delivery {
    private final Delivery delivery;
    private final Witness witness;
    private @Nullable Member cause;
    private List<Event> happened = new ArrayList<>();

    Recorder(Delivery delivery, Witness witness) {
        this.delivery = delivery;
        this.witness = witness;
    }

    /** What happens from now on is through this member; null where it is through nobody here. */
    void causedBy(@Nullable Member member) {
        cause = member;
    }

    /** What happened since the last call and is to be stored. */
    List<Event> take() {
        List<Event> taken = happened;
        happened = new ArrayList<>();
        return taken;
    }

    @Override
    public void deliver(Event event, Collection<Member> hearers, @Nullable Member except) {
        if (event.isStored()) {
            happened.add(event);
        }
        if (cause == null || !cause.isHidden()) {
            witness.happened(event, cause);
        }
        delivery.deliver(event, hearers, except);
    }

    /** Tells it, and writes nothing down: it did not happen for anyone else. */
    void pretend(Event event, Collection<Member> hearers, @Nullable Member except) {
        delivery.deliver(event, hearers, except);
    }

    @Override
    public void answer(Member member, Answer answer) {
        delivery.answer(member, answer);
    }

    @Override
    public void end(Member member, Answer.@Nullable Bye bye) {
        delivery.end(member, bye);
    }

    @Override
    public long lastWritten(Member member) {
        return delivery.lastWritten(member);
    }

    @Override
    public void flush(boolean saved) {
        delivery.flush(saved);
    }
}
