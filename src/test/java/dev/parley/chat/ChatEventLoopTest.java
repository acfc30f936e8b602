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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatEventLoopTest {
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private boolean answersFail;
    private boolean sendingFails;
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
        public long lastWritten(Member member) {
            return 0;
        }

        @Override
        public Output takeOutput() {
            return saved -> {
                told.add(saved ? "send" : "unsaved");
                if (sendingFails) {
                    throw new IllegalStateException("broken");
                }
            };
        }
    };
    private final ChatEventLoop eventLoop = ChatFixture.eventLoop(notes);
    private final Member member = new Member(new TestClient("anna"), Format.TEXT);

    @Test
    void pendingTasksAreAppliedInOrderAndSentOnce() throws InterruptedException {
        eventLoop.opened(member);
        eventLoop.received(member, new Command.Say("one"), 0);
        eventLoop.received(member, new Command.Say("two"), 0);
        CompletableFuture<Long> asked = eventLoop.ask(new ChatQuery.LastId());
        eventLoop.start();
        asked.join();
        assertThat(told).containsExactly("one", "two", "send");
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
        var unstored = eventLoop(events -> () -> false);
        unstored.start();

        var result = unstored.ask(new ChatQuery.PostMessage(new Nick("token-ci"), RoomName.LOBBY, "hi", "key"))
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChatQuery.PostResult.Posted.class,
                        posted -> assertThat(posted.saved()).isFalse());
    }

    @Test
    void nextBatchCommitsWhileTheLastOneIsDelivered() throws InterruptedException {
        var commits = new Semaphore(0);
        var storing = eventLoop(events -> {
            told.add("append");
            return () -> {
                commits.acquireUninterruptibly();
                told.add("stored");
                return true;
            };
        });
        storing.opened(member);
        storing.received(member, new Command.Say("one"), 0);
        storing.start();
        await().until(commits::hasQueuedThreads);
        storing.received(member, new Command.Say("two"), 0);
        commits.release(2);
        await().until(() -> told.size() == 8);
        assertThat(told).containsExactly("one", "append", "stored", "two", "append", "send", "stored", "send");
    }

    @Test
    void eventLoopContinuesAfterAFailedDelivery() {
        sendingFails = true;
        eventLoop.start();
        assertThat(eventLoop.ask(new ChatQuery.LastId())).succeedsWithin(Duration.ofSeconds(20));
        assertThat(eventLoop.ask(new ChatQuery.ListRooms())).succeedsWithin(Duration.ofSeconds(20));
    }

    private ChatEventLoop eventLoop(EventLog eventLog) {
        var eventClock = new EventClock(InstantSource.system(), 0);
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
