package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.port.EventLog;
import dev.parley.protocol.ChatEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told while what they say is stored, and while it is not. */
class StoreBeforeBroadcastTest {
    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");
    private static final String PAUSED = "*** history paused: the latest and all further messages are not stored";
    private static final String RESUMED = "*** history resumed: messages are stored again";

    private static final SessionLimits UNHURRIED = SessionLimits.of(16_384, Long.MAX_VALUE, 0, 1, 0);

    private final Log log = new Log();
    private final SessionFixture fixture =
            new SessionFixture(new WiredChat.Builder().limits(UNHURRIED).eventLog(log));
    private SessionFixture.FakeConnection anna;
    private SessionFixture.FakeConnection bob;

    @BeforeEach
    void twoAreThere() {
        anna = fixture.connect();
        bob = fixture.connect();
        bob.sends("/format json");
        anna.sends("/nick anna");
        fixture.settle();
        anna.received();
        bob.received();
    }

    @Test
    void pauseAndResumeOfHistoryAreAnnouncedOnceEach() {
        log.keeps = false;
        say("one");
        say("two");
        log.keeps = true;
        say("three");
        say("four");
        assertThat(anna.received().lines())
                .containsExactly("<anna> one", PAUSED, "<anna> two", "<anna> three", RESUMED, "<anna> four");
    }

    @Test
    void unstoredMessageHasNoIdAndIsMarkedUnsaved() {
        say("before");
        log.keeps = false;
        say("one");
        log.keeps = true;
        say("after");
        assertThat(bob.received().lines().filter(line -> line.contains("\"message\"")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"id\":").doesNotContain("unsaved"),
                        line -> assertThat(line)
                                .contains("\"text\":\"one\"", "\"unsaved\":true")
                                .doesNotContain("\"id\":"),
                        line -> assertThat(line).contains("\"id\":").doesNotContain("unsaved"));
    }

    @Test
    void messagesAndRepliesAreSentOnlyAfterTheStore() throws InterruptedException {
        log.waits = true;
        anna.sends("hello");
        anna.sends("/ping there");
        log.asked.take();
        fixture.write();
        assertThat(anna.received() + bob.received()).isEmpty();
        log.permits.release(1_000);
        log.waits = false;
        fixture.settle();
        assertThat(anna.received()).contains("<anna> hello", "*** pong there");
        assertThat(bob.received()).contains("hello");
    }

    @Test
    void operatorQueryIsAnsweredOnlyAfterTheStore() throws InterruptedException {
        log.waits = true;
        anna.sends("hello");
        log.asked.take();
        var answer = fixture.ask();
        anna.sends("more");
        assertThat(answer).isNotDone();
        log.permits.release(1_000);
        await().until(answer::isDone);
    }

    @Test
    void everyIdSentBelongsToAStoredEvent() {
        bob.onBytes = bytes -> ID.matcher(new String(bytes))
                .results()
                .forEach(id -> assertThat(log.stored).contains(Long.parseLong(id.group(1))));
        for (String line : List.of("hello", "/me waves", "/topic builds", "/join #dev", "/nick ann", "/msg #lobby x")) {
            anna.sends(line);
        }
        bob.sends("/msg ann psst");
        bob.sends("/join #ops");
        bob.sends("/nick bob");
        fixture.settle();
        assertThat(ID.matcher(bob.received()).results().count()).isGreaterThan(6);
    }

    private void say(String text) {
        anna.sends(text);
        fixture.settle();
    }

    /** Keeps the ids of what it is told to keep. */
    private static final class Log implements EventLog {
        final List<Long> stored = new CopyOnWriteArrayList<>();
        final BlockingQueue<List<ChatEvent>> asked = new LinkedBlockingQueue<>();
        final Semaphore permits = new Semaphore(0);
        volatile boolean keeps = true;
        volatile boolean waits;

        @Override
        public boolean append(List<ChatEvent> events) {
            if (waits) {
                asked.add(events);
                permits.acquireUninterruptibly();
            }
            events.forEach(event -> stored.add(event.stamp().id()));
            return keeps;
        }
    }
}
