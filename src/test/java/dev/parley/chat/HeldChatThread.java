package dev.parley.chat;

import dev.parley.protocol.Format;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the chat thread, so that what is put meanwhile is applied in one batch after it. */
public final class HeldChatThread implements AutoCloseable {
    private final CountDownLatch released = new CountDownLatch(1);

    private HeldChatThread() {}

    /** Returns once the chat thread is held. */
    public static HeldChatThread hold(ChatEventLoop eventLoop) {
        var held = new HeldChatThread();
        var isHeld = new CountDownLatch(1);
        var member = new Member(new TestClient("holder"), Format.TEXT);
        eventLoop.opened(member);
        eventLoop.ended(member, 0, left -> {
            isHeld.countDown();
            held.await(held.released);
        });
        held.await(isHeld);
        return held;
    }

    @Override
    public void close() {
        released.countDown();
    }

    private void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("held for too long");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
