package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Reply;
import org.jspecify.annotations.Nullable;

/** A delivery that sends nothing. */
final class DiscardingDelivery implements Delivery {
    @Override
    public void deliver(ChatEvent event, Audience audience) {}

    @Override
    public void answer(Member member, Reply reply) {}

    @Override
    public void end(Member member, Reply.@Nullable Bye bye) {}

    @Override
    public long lastWritten(Member member) {
        return 0;
    }

    @Override
    public void flush(boolean saved) {}
}
