package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSummary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatEventLoopTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private boolean answersFail;
    private final Delivery notes = new Delivery() {
        @Override
        public void deliver(ChatEvent event, Audience audience) {
            if (event instanceof ChatEvent.Said said) {
                told.add(said.text());
            }
        }

        @Override
        public void answer(Member member, Reply reply) {
            if (answersFail) {
                throw new IllegalStateException("broken");
            }
        }

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
        public void flush(boolean saved) {
            told.add(saved ? "flush" : "unsaved");
        }
    };
    private final ChatEventLoop eventLoop = ChatFixture.eventLoop(notes);
    private final Member member = new Member(new TestClient("anna"), Format.TEXT);

    @Test
    void failureOfAQueryIsLogged() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(ChatTask.PendingQuery.class.getName());
        logger.setFilter(line -> failures.add(line.getThrown()));
        eventLoop.start();
        var failure = new StackOverflowError();
        Consumer<Optional<Long>> failing = answer -> answer.ifPresent(id -> {
            throw failure;
        });
        eventLoop.followers().ask(new ChatQuery.LastId(), failing, () -> {});
        eventLoop.ask(new ChatQuery.LastId()).join();
        logger.setFilter(null);
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void pendingTasksAreAppliedInOrderAndFlushedOnce() throws InterruptedException {
        eventLoop.opened(member);
        eventLoop.received(member, new Command.Say("one"), 0);
        eventLoop.received(member, new Command.Say("two"), 0);
        CompletableFuture<Long> asked = eventLoop.ask(new ChatQuery.LastId());
        eventLoop.start();
        asked.join();
        assertThat(told).containsExactly("one", "two", "flush");
    }

    @Test
    void clientAboveItsPendingLimitWaitsWithoutDelayingOthers() throws InterruptedException {
        eventLoop.opened(member);
        var reader = Thread.ofVirtual().start(() -> put(member, Member.MAX_PENDING + 1));
        await().until(() -> reader.getState() == Thread.State.WAITING);
        var other = new Member(new TestClient("bob"), Format.TEXT);
        eventLoop.opened(other);
        put(other, Member.MAX_PENDING);
        assertThat(reader.isAlive()).isTrue();
        eventLoop.start();
        reader.join();
        await().until(() -> told.stream().filter("x"::equals).count() == 2 * Member.MAX_PENDING + 1);
    }

    @Test
    void eventLoopContinuesAfterAFailedQuery() {
        answersFail = true;
        eventLoop.opened(member);
        eventLoop.start();
        CompletableFuture<Boolean> broken = eventLoop.ask(new ChatQuery.Notify(member, "broken"));
        CompletableFuture<List<RoomSummary>> next = eventLoop.ask(new ChatQuery.ListRooms());
        assertThat(broken).failsWithin(Duration.ofSeconds(20));
        assertThat(next).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void postedMessageThatIsNotStoredIsReportedAsUnsaved() {
        var unstored = eventLoop(events -> false);
        unstored.start();

        var result = unstored.ask(new ChatQuery.PostMessage(new Nick("token-ci"), RoomName.LOBBY, "hi", "key"))
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChatQuery.PostResult.Posted.class,
                        posted -> assertThat(posted.saved()).isFalse());
    }

    @Test
    void anotherThreadContinuesWhenACommitTakesTooLong() throws InterruptedException {
        var log = new StallingLog();
        var stalling = eventLoop(log);
        stalling.opened(member);
        stalling.received(member, new Command.Say("one"), 0);
        stalling.start();
        await().until(() -> log.waiting.get() == 1);
        stalling.received(member, new Command.Say("two"), 0);
        stalling.checkCommit();
        assertThat(told).containsExactly("one");
        log.isLate.set(true);
        stalling.checkCommit();
        await().until(() -> log.waiting.get() == 2);
        assertThat(told).startsWith("one", "unsaved").endsWith("two").doesNotContain("flush");
        log.end.countDown();
        await().until(() -> told.contains("flush"));
        assertThat(stalling.ask(new ChatQuery.LastId())).succeedsWithin(Duration.ofSeconds(20));
        assertThat(told.stream().filter("two"::equals)).hasSize(1);
    }

    /** The commit ends at the moment at which another thread gives it up. */
    @Test
    void eachBatchIsDeliveredOnceIfItsCommitEndsWhileItIsGivenUp() {
        var log = new HastyLog();
        var hasty = eventLoop(log);
        hasty.start();
        for (int i = 0; i < 2_000 || log.givenUp.get() == 0; i++) {
            CompletableFuture<Long> asked = hasty.ask(new ChatQuery.LastId());
            while (!asked.isDone()) {
                hasty.checkCommit();
            }
        }
        int pauseAnnounced = 1;
        assertThat(told).hasSize(log.appended.get() + pauseAnnounced);
    }

    /** Its first commit ends only when the test says so. */
    private static final class StallingLog implements EventLog {
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicBoolean isLate = new AtomicBoolean();
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public boolean append(List<ChatEvent> events) {
            waiting.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        @Override
        public boolean giveUpLateCommit() {
            return isLate.getAndSet(false);
        }
    }

    /** Stores nothing, and gives each commit up that has not ended yet. */
    private static final class HastyLog implements EventLog {
        final AtomicInteger appended = new AtomicInteger();
        final AtomicInteger givenUp = new AtomicInteger();
        private final AtomicBoolean isAwaited = new AtomicBoolean();

        @Override
        public boolean append(List<ChatEvent> events) {
            appended.incrementAndGet();
            isAwaited.set(true);
            Thread.yield();
            isAwaited.compareAndSet(true, false);
            return false;
        }

        @Override
        public boolean giveUpLateCommit() {
            boolean isGivenUp = isAwaited.compareAndSet(true, false);
            givenUp.addAndGet(isGivenUp ? 1 : 0);
            return isGivenUp;
        }
    }

    private ChatEventLoop eventLoop(EventLog eventLog) {
        var eventClock = new EventClock(InstantSource.system());
        var chat = ChatFixture.chat(
                ChatFixture.LIMITS, notes, eventClock, ChatMetrics.NONE, NickPolicy.NONE, MutePolicy.NONE);
        return new ChatEventLoop(chat, eventLog, notes);
    }

    private void put(Member from, int count) {
        try {
            for (int i = 0; i < count; i++) {
                eventLoop.received(from, new Command.Say("x"), 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
