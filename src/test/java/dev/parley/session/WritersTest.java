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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WritersTest {
    private final Office office = new Office(Logins.NONE);

    @Test
    void whoDoesNotReadHoldsUpNobodyElse() {
        var stuck = connect();
        var anna = connect();
        var bob = connect();
        var release = new CountDownLatch(1);
        stuck.client.duringWrite = () -> waitFor(release);
        office.writeBy(Thread::startVirtualThread);
        anna.client.sends("one");
        await().untilAsserted(() -> assertThat(List.of(anna, bob)).allMatch(one -> one.heard("one")));
        bob.client.sends("two");
        await().untilAsserted(() -> assertThat(List.of(anna, bob)).allMatch(one -> one.heard("two")));
        assertThat(stuck.writes).isEmpty();
        release.countDown();
        await().until(() -> stuck.heard("one") && stuck.heard("two"));
    }

    @Test
    void aWalkThatFailsIsFollowedByAnother() {
        var failing = connect();
        var anna = connect();
        var bob = connect();
        failing.client.duringWrite = () -> {
            throw new StackOverflowError("thrown by a test");
        };
        office.writeBy(Thread::startVirtualThread);
        anna.client.sends("one");
        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(List.of(anna, bob)).allMatch(one -> one.heard("one")));
    }

    @Test
    void everyoneIsWrittenToOnceBeforeAnyoneIsAgain() {
        var anna = connect();
        var bob = connect();
        var carl = connect();
        List<Heard> order = new ArrayList<>();
        List.of(anna, bob, carl).forEach(one -> one.client.duringWrite = () -> order.add(one));
        carl.client.sends("one");
        office.apply();
        anna.client.duringWrite = () -> {
            order.add(anna);
            anna.client.duringWrite = () -> order.add(anna);
            carl.client.sends("two");
            office.apply();
        };
        office.write();
        assertThat(order).containsExactly(anna, bob, carl, anna);
        assertThat(bob.writes).singleElement().asString().contains("one", "two");
    }

    @Test
    void whereNothingWasWrittenLatelyTwoWalksShareAmongMany() {
        List<Heard> all = Stream.generate(this::connect).limit(200).toList();
        office.passes(Duration.ofMillis(3));
        all.forEach(one -> one.writes.clear());
        List<Runnable> threads = new ArrayList<>();
        office.writeBy(threads::add);
        all.getFirst().client.sends("hello");
        office.apply();
        assertThat(threads).as("two walks, and who watches them").hasSize(3);
        Runnable walk = threads.removeFirst();
        threads.removeLast().run();
        assertThat(all.stream().filter(one -> one.heard("hello")).count()).isEqualTo(100);
        walk.run();
        assertThat(all).allMatch(one -> one.heard("hello"));
        threads.forEach(Runnable::run);
        threads.clear();
        all.getFirst().client.sends("again");
        office.apply();
        assertThat(threads).as("a walk, and who watches it").hasSize(2);
    }

    private Heard connect() {
        var heard = new Heard(office.connect(), new ConcurrentLinkedQueue<>());
        heard.client.onBytes = bytes -> heard.writes.add(new String(bytes, StandardCharsets.UTF_8));
        office.settle();
        return heard;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Heard(Office.Client client, Queue<String> writes) {
        boolean heard(String text) {
            return writes.stream().anyMatch(write -> write.contains(text));
        }
    }
}
