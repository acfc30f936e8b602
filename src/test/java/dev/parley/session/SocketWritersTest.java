package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
        fixture.writeBy(Thread::startVirtualThread);
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
        fixture.writeBy(Thread::startVirtualThread);
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
        assertThat(threads).as("two walks, and who watches them").hasSize(3);
        Runnable walk = threads.removeFirst();
        threads.removeLast().run();
        assertThat(all.stream().filter(one -> one.heard("hello")).count()).isEqualTo(100);
        walk.run();
        assertThat(all).allMatch(one -> one.heard("hello"));
        threads.forEach(Runnable::run);
        threads.clear();
        all.getFirst().client.sends("again");
        fixture.apply();
        assertThat(threads).as("a walk, and who watches it").hasSize(2);
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

    private record Heard(SessionFixture.FakeConnection client, Queue<String> writes) {
        boolean heard(String text) {
            return writes.stream().anyMatch(write -> write.contains(text));
        }
    }
}
