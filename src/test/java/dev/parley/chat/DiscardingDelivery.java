package dev.parley.chat;

import dev.parley.chat.port.ChatMetrics;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Reply;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A delivery that sends nothing. */
final class DiscardingDelivery implements Delivery {
    static EventPublisher publisher() {
        var eventClock = new EventClock(InstantSource.system());
        return new EventPublisher(new DiscardingDelivery(), eventClock, ChatMetrics.NONE, ChatObserver.NONE);
    }

    @Override
    public void deliver(ChatEvent event, Audience audience) {}

    @Override
    public void answer(Member member, Reply reply) {}

    @Override
    public void end(Member member, Reply.@Nullable Bye bye) {}

    @Override
    public boolean isAllWritten(Member member) {
        return true;
    }

    @Override
    public long lastWritten(Member member) {
        return 0;
    }

    @Override
    public void flush(boolean saved) {}
}
