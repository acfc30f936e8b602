package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.DisconnectReason;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of what a client was sent, when its connection is lost. */
class DeliveredPositionTest {
    private static final AccountAuthenticator OPEN = new AccountAuthenticator() {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.empty();
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            return new Command.LoggedIn(name, UnreadMessages.NOTHING);
        }
    };

    private final List<ChatEvent> stored = Collections.synchronizedList(new ArrayList<>());
    private final SessionFixture fixture =
            new SessionFixture(new WiredChat.Builder().eventLog(this::store).authenticator(OPEN));
    private final SessionFixture.FakeConnection anna = fixture.connect();
    private final SessionFixture.FakeConnection bob = fixture.connect();

    @Test
    void queuedButUnwrittenEventsCountAsUndelivered() {
        anna.sends("/login anna sesame");
        bob.sends("one");
        fixture.settle();
        bob.sends("two");
        fixture.apply();
        assertThat(heardWhenLost()).isEqualTo(said("one")).isLessThan(said("two"));
    }

    @Test
    void linesDroppedForASlowConsumerCountAsUndelivered() {
        anna.sends("/login anna sesame");
        fixture.settle();
        bob.sends("one");
        bob.sends("two");
        fixture.apply();
        anna.duringWrite = () -> {
            anna.duringWrite = () -> {};
            bob.sends("three");
            fixture.apply();
            anna.session.endSlow(0);
        };
        fixture.write();
        assertThat(anna.received()).contains("two\n", "*** bye slow-consumer").doesNotContain("three");
        assertThat(heardWhenLost()).isEqualTo(said("two")).isLessThan(said("three"));
    }

    @Test
    void eventsWhoseWriteFailedCountAsUndelivered() {
        anna.sends("/login anna sesame");
        bob.sends("one");
        fixture.settle();
        bob.sends("two");
        anna.duringWrite = anna::abort;
        fixture.settle();
        assertThat(heardWhenLost()).isEqualTo(said("one"));
    }

    @Test
    void ownTopicAndDirectMessageCountAsDeliveredByTheirReplies() {
        anna.sends("/login anna sesame");
        fixture.settle();
        anna.sends("/topic tea");
        fixture.settle();
        long topic = last(ChatEvent.TopicSet.class);
        bob.sends("/nick bob");
        anna.sends("/msg bob psst");
        fixture.settle();
        assertThat(heardWhenLost())
                .isEqualTo(last(ChatEvent.DirectMessage.class))
                .isGreaterThan(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topic tea", "/join #dev", "/nick ann", "/msg bob psst"})
    void replyCountsAsDeliveryOfItsEvent(String line) {
        bob.sends("/nick bob");
        anna.sends("/login anna sesame");
        fixture.settle();
        long before = stored.getLast().stamp().id();
        anna.sends(line);
        fixture.settle();
        assertThat(heardWhenLost()).isGreaterThan(before);
    }

    private long last(Class<? extends ChatEvent> type) {
        return stored.stream()
                .filter(type::isInstance)
                .map(event -> event.stamp().id())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private boolean store(List<ChatEvent> events) {
        return stored.addAll(events) || events.isEmpty();
    }

    private long heardWhenLost() {
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        fixture.apply();
        return stored.stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .map(event -> ((ChatEvent.SessionSuspended) event).session().lastWritten())
                .findFirst()
                .orElseThrow();
    }

    private long said(String text) {
        return stored.stream()
                .filter(event ->
                        event instanceof ChatEvent.Said said && said.text().equals(text))
                .map(event -> event.stamp().id())
                .findFirst()
                .orElseThrow();
    }
}
