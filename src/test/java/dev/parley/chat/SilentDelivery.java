package dev.parley.chat;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A delivery that sends nothing. */
final class SilentDelivery implements Delivery {
    @Override
    public void deliver(Event event, Collection<Member> hearers, @Nullable Member except) {}

    @Override
    public void answer(Member member, Answer answer) {}

    @Override
    public void end(Member member, Answer.@Nullable Bye bye) {}

    @Override
    public long lastWritten(Member member) {
        return 0;
    }

    @Override
    public void flush(boolean saved) {}
}
