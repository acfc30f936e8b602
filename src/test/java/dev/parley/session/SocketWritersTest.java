package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.outbound.FrameSource;
import dev.parley.outbound.SocketWriters;
import dev.parley.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SocketWritersTest {
    private final SessionFixture fixture = new SessionFixture(new WiredChat.Builder());

    @Test
    void clientsThatDoNotReadDoNotDelayOthers() {
        var release = new CountDownLatch(1);
        List<Heard> stuck = Stream.generate(this::connect).limit(50).toList();
        stuck.forEach(one -> one.client.duringWrite = () -> waitFor(release));
        var anna = connect();
        var bob = connect();
        fixture.writeByThreads();
        anna.client.sends("one");
        awaitAsTimePasses(() -> anna.heard("one") && bob.heard("one"));
        bob.client.sends("two");
        awaitAsTimePasses(() -> anna.heard("two") && bob.heard("two"));
        assertThat(stuck).allMatch(one -> one.writes.isEmpty());
        release.countDown();
        awaitAsTimePasses(() -> stuck.stream().allMatch(one -> one.heard("one") && one.heard("two")));
    }

    /** Many may block in one round, and each must not be waited for. */
    @Test
    void secondBlockedWriteDoesNotDelayOthers() {
        var release = new CountDownLatch(1);
        var stuck = connect();
        stuck.client.duringWrite = () -> waitFor(release);
        var next = connect();
        next.client.duringWrite = () -> waitFor(release);
        var anna = connect();
        fixture.writeByThreads();
        anna.client.sends("one");
        await().until(() -> stuck.client.isWriting);
        await().until(() -> {
            fixture.passes(next.client.isWriting ? Duration.ZERO : Duration.ofMillis(2));
            return anna.heard("one");
        });
        release.countDown();
    }

    @Test
    void failedWriteResetsItsClientAndOthersAreWritten() {
        var failing = connect();
        var anna = connect();
        failing.client.duringWrite = () -> {
            throw new StackOverflowError("thrown by a test");
        };
        anna.client.sends("one");
        fixture.settle();
        assertThat(anna.heard("one")).isTrue();
        assertThat(failing.client.aborted).isTrue();
    }

    @Test
    void eachClientIsWrittenOnceBeforeAnyIsWrittenAgain() {
        var anna = connect();
        var bob = connect();
        var carl = connect();
        List<Heard> order = new ArrayList<>();
        List.of(anna, bob, carl).forEach(one -> one.client.duringWrite = () -> order.add(one));
        carl.client.sends("one");
        fixture.apply();
        anna.client.duringWrite = () -> {
            order.add(anna);
            anna.client.duringWrite = () -> order.add(anna);
            carl.client.sends("two");
            fixture.apply();
        };
        fixture.write();
        assertThat(order).containsExactly(anna, bob, carl, anna);
        assertThat(bob.writes).singleElement().asString().contains("one", "two");
    }

    @Test
    void twoWritersShareManyClientsAfterAnIdleTime() {
        List<Heard> all = Stream.generate(this::connect).limit(200).toList();
        fixture.passes(Duration.ofMillis(3));
        all.forEach(one -> one.writes.clear());
        List<Runnable> threads = new ArrayList<>();
        fixture.writeBy(threads::add);
        all.getFirst().client.sends("hello");
        fixture.apply();
        assertThat(threads).as("two walks").hasSize(2);
        Runnable walk = threads.removeFirst();
        threads.removeLast().run();
        assertThat(all.stream().filter(one -> one.heard("hello")).count()).isEqualTo(100);
        walk.run();
        assertThat(all).allMatch(one -> one.heard("hello"));
        threads.forEach(Runnable::run);
        threads.clear();
        all.getFirst().client.sends("again");
        fixture.apply();
        assertThat(threads).as("a walk").hasSize(1);
    }

    /** The watchdog parks when nothing waits, and a session may be added at that moment. */
    @Test
    void sessionBehindABlockedWriteIsWrittenWheneverItIsAdded() {
        var writers = new SocketWriters(Thread::startVirtualThread, new LeapingClock());
        writers.start();
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            var release = new CountDownLatch(1);
            var written = new CountDownLatch(1);
            FrameSource stuck = () -> {
                waitFor(release);
                return false;
            };
            FrameSource next = () -> {
                written.countDown();
                return false;
            };
            if (i % 2 == 0) {
                writers.write(List.of(stuck, next));
            } else {
                writers.write(List.of(stuck));
                writers.write(List.of(next));
            }
            assertThat(written).as("round %d", i).satisfies(SocketWritersTest::isReached);
            release.countDown();
            for (int spins = random.nextInt(20_000); spins > 0; spins--) {
                Thread.onSpinWait();
            }
        }
    }

    private static void isReached(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAsTimePasses(BooleanSupplier condition) {
        await().until(() -> {
            fixture.passes(Duration.ofMillis(2));
            return condition.getAsBoolean();
        });
    }

    private Heard connect() {
        var heard = new Heard(fixture.connect(), new ConcurrentLinkedQueue<>());
        heard.client.onBytes = bytes -> heard.writes.add(new String(bytes, StandardCharsets.UTF_8));
        fixture.settle();
        return heard;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each look is long after the last one: a thread that waits counts as blocked at once, and no standby is left. */
    private static final class LeapingClock implements MonotonicClock {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanos() {
            return nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        }

        @Override
        public void sleep(long nanosToSleep) {
            throw new UnsupportedOperationException();
        }
    }

    private record Heard(SessionFixture.FakeConnection client, Queue<String> writes) {
        boolean heard(String text) {
            return writes.stream().anyMatch(write -> write.contains(text));
        }
    }
}
