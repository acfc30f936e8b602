package dev.parley.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.outbound.OutboundQueue.Offer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private final OutboundQueue queue = new OutboundQueue(100);

    @Test
    void firstOfferStartsADrainAndLaterOnesJoinIt() {
        assertThat(queue.offer(frame("one"))).isEqualTo(Offer.DRAIN);
        assertThat(queue.offer(frame("two"))).isEqualTo(Offer.QUEUED);
        var batch = queue.take(OutboundQueue.MAX_BATCH_BYTES);
        assertThat(text(batch)).isEqualTo("onetwo");
        assertThat(batch.lines()).isEqualTo(2);
        assertThat(queue.offer(frame("three"))).isEqualTo(Offer.QUEUED);
        assertThat(queue.written()).isTrue();
        assertThat(text(queue.take(OutboundQueue.MAX_BATCH_BYTES))).isEqualTo("three");
        assertThat(queue.written()).isFalse();
        assertThat(queue.offer(frame("four"))).isEqualTo(Offer.DRAIN);
    }

    @Test
    void aSingleFrameIsNotCopied() {
        var frame = frame("one");
        queue.offer(frame);
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).bytes()).isSameAs(frame.bytes());
    }

    @Test
    void frameBeingWrittenCountsAgainstTheLimitUntilWritten() {
        queue.offer(frame("x".repeat(60)));
        queue.take(OutboundQueue.MAX_BATCH_BYTES);
        assertThat(queue.offer(frame("x".repeat(41)))).isEqualTo(Offer.FULL);
        assertThat(queue.offer(frame("x".repeat(40)))).isEqualTo(Offer.BEHIND);
        assertThat(queue.fill()).isEqualTo(new OutboundQueue.Fill(2, 100, 0));
        queue.written();
        assertThat(queue.fill()).isEqualTo(new OutboundQueue.Fill(1, 40, 0));
        assertThat(queue.offer(frame("x".repeat(60)))).isEqualTo(Offer.BEHIND);
    }

    @Test
    void queueReportsBehindAboveItsThreshold() {
        queue.offer(frame("x".repeat(20)));
        assertThat(queue.offer(frame("x".repeat(5)))).isEqualTo(Offer.QUEUED);
        assertThat(queue.offer(frame("x"))).isEqualTo(Offer.BEHIND);
    }

    @Test
    void batchSizeIsLimitedUnlessOneFrameIsLarger() {
        var large = new OutboundQueue(1 << 20);
        String half = "x".repeat(OutboundQueue.MAX_BATCH_BYTES / 2);
        large.offer(frame(half));
        large.offer(frame(half));
        large.offer(frame("y"));
        large.offer(frame("z".repeat(OutboundQueue.MAX_BATCH_BYTES + 1)));
        assertThat(large.take(OutboundQueue.MAX_BATCH_BYTES).bytes()).hasSize(OutboundQueue.MAX_BATCH_BYTES);
        assertThat(large.written()).isTrue();
        assertThat(text(large.take(OutboundQueue.MAX_BATCH_BYTES))).isEqualTo("y");
        assertThat(large.written()).isTrue();
        assertThat(large.take(OutboundQueue.MAX_BATCH_BYTES).bytes()).hasSize(OutboundQueue.MAX_BATCH_BYTES + 1);
        assertThat(large.written()).isFalse();
    }

    @Test
    void endedQueueWritesItsLastFrameAndRefusesOthers() {
        queue.offer(frame("x".repeat(100)));
        assertThat(queue.end(frame("bye"))).isFalse();
        assertThat(queue.offer(frame("late"))).isEqualTo(Offer.REFUSED);
        assertThat(queue.end(frame("again"))).isFalse();
        assertThat(text(queue.take(OutboundQueue.MAX_BATCH_BYTES))).endsWith("xbye");
        assertThat(queue.written()).isTrue();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isSameAs(Frame.END);
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isNull();
    }

    @Test
    void largeFrameIsTakenInPartsByASmallTake() {
        var merged = Frame.of(new Frame[] {frame("one"), frame("two"), frame("three")});
        queue.offer(merged);
        queue.offer(frame("four"));
        assertThat(text(queue.take(7))).isEqualTo("onetwo");
        queue.written();
        assertThat(queue.fill().lines()).isEqualTo(2);
        assertThat(text(queue.take(7))).isEqualTo("three");
        queue.written();
        assertThat(text(queue.take(7))).isEqualTo("four");
        queue.offer(merged);
        queue.written();
        assertThat(queue.take(11).bytes()).isSameAs(merged.bytes());
    }

    @Test
    void endingWithADropKeepsTheTakenFrameAndCountsTheDroppedLines() {
        queue.offer(frame("one"));
        queue.take(OutboundQueue.MAX_BATCH_BYTES);
        queue.offer(frame("two"));
        queue.offer(frame("three"));
        assertThat(queue.endDropping(1, dropped -> frame(dropped + " dropped"))).isFalse();
        assertThat(queue.offer(frame("four"))).isEqualTo(Offer.REFUSED);
        assertThat(queue.fill().lines()).isEqualTo(2);
        assertThat(queue.written()).isTrue();
        assertThat(text(queue.take(OutboundQueue.MAX_BATCH_BYTES))).isEqualTo("3 dropped");
        assertThat(queue.written()).isTrue();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isSameAs(Frame.END);
        assertThat(queue.endDropping(0, dropped -> frame("again"))).isFalse();
    }

    @Test
    void endingWithADropStartsADrainOfAnIdleQueue() {
        assertThat(queue.endDropping(0, dropped -> null)).isTrue();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isSameAs(Frame.END);
    }

    @Test
    void endOfAnIdleQueueStartsADrain() {
        assertThat(queue.end(null)).isTrue();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isSameAs(Frame.END);
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isNull();
    }

    @Test
    void discardEmptiesTheQueueAndRefusesNewFrames() {
        queue.offer(frame("one"));
        queue.take(OutboundQueue.MAX_BATCH_BYTES);
        queue.offer(frame("two"));
        queue.end(null);
        queue.discard();
        assertThat(queue.fill().bytes()).isEqualTo(3);
        assertThat(queue.offer(frame("three"))).isEqualTo(Offer.REFUSED);
        assertThat(queue.written()).isFalse();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES)).isNull();
        assertThat(queue.fill()).isEqualTo(OutboundQueue.Fill.NONE);
    }

    @Test
    void queueIsAllWrittenOnlyAfterTheLastWrite() {
        assertThat(queue.isAllWritten()).isTrue();
        queue.offer(frame("one"));
        assertThat(queue.isAllWritten()).isFalse();
        queue.take(OutboundQueue.MAX_BATCH_BYTES);
        assertThat(queue.isAllWritten()).isFalse();
        queue.written();
        assertThat(queue.isAllWritten()).isTrue();
    }

    @Test
    void queueWhoseFramesWereDroppedIsNotAllWritten() {
        queue.offer(frame("one"));
        queue.endDropping(0, dropped -> null);
        queue.take(OutboundQueue.MAX_BATCH_BYTES);
        assertThat(queue.isAllWritten()).isFalse();
        var discarded = new OutboundQueue(100);
        discarded.offer(frame("one"));
        discarded.discard();
        assertThat(discarded.isAllWritten()).isFalse();
    }

    @Test
    void frameBeingWrittenIsTheOldestArrival() {
        queue.offer(new Frame(new byte[1], 1, 11));
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).arrivedNanos()).isEqualTo(11);
        queue.offer(new Frame(new byte[1], 1, 12));
        queue.offer(new Frame(new byte[1], 1, 13));
        assertThat(queue.fill().oldestArrivedNanos()).isEqualTo(11);
        queue.written();
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).arrivedNanos()).isEqualTo(12);
    }

    @Test
    void batchHasTheIdOfItsNewestEvent() {
        queue.offer(new Frame(new byte[1], 1, 0, 7));
        queue.offer(new Frame(new byte[1], 1, 0, 8));
        queue.offer(frame("an answer"));
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).id()).isEqualTo(8);
        queue.written();
        queue.offer(new Frame(new byte[1], 1, 0, 9));
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).id()).isEqualTo(9);
        queue.written();
        queue.offer(frame("an answer"));
        assertThat(queue.take(OutboundQueue.MAX_BATCH_BYTES).id()).isZero();
    }

    @Test
    void concurrentOffersAndDrainsKeepAllFramesInOrder() throws InterruptedException {
        var shared = new OutboundQueue(Integer.MAX_VALUE);
        var written = new StringBuilder();
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            if (shared.offer(frame(i + " ")) == Offer.DRAIN) {
                var drain = Thread.ofVirtual().start(() -> {
                    do {
                        written.append(text(shared.take(OutboundQueue.MAX_BATCH_BYTES)));
                    } while (shared.written());
                });
                if (random.nextInt(4) == 0) {
                    drain.join();
                }
            }
        }
        await().until(() -> shared.fill().lines() == 0);
        int next = 0;
        for (String number : written.toString().split(" ")) {
            assertThat(number).isEqualTo(Integer.toString(next++));
        }
        assertThat(next).isEqualTo(20_000);
    }

    private static Frame frame(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8), 1, 0);
    }

    private static String text(Frame batch) {
        return new String(batch.bytes(), StandardCharsets.UTF_8);
    }
}
