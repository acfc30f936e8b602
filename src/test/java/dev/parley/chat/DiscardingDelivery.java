package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Event;
import org.jspecify.annotations.Nullable;

/** A delivery that sends nothing. */
final class SilentDelivery implements Delivery {
    @Override
    public void deliver(Event event, Audience audience) {}

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
