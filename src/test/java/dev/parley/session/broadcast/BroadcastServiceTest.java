package dev.parley.session.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.HeldChatThread;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.session.SessionFixture;
import dev.parley.session.WiredChat;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BroadcastServiceTest {
    private final SessionFixture fixture = new SessionFixture();

    @Test
    void recipientsOfTheSameFormatShareOneEncodedFrame() {
        Map<byte[], Integer> sent = new IdentityHashMap<>();
        List<SessionFixture.FakeConnection> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var client = fixture.connect();
            client.onBytes = bytes -> sent.merge(bytes, 1, Integer::sum);
            clients.add(client);
        }
        clients.get(4).sends("/format json");
        clients.get(5).sends("/join #dev");
        fixture.settle();
        sent.clear();
        clients.get(5).sends("/msg #lobby hello");
        fixture.settle();
        assertThat(sent.values()).containsExactlyInAnyOrder(4, 1, 1);
    }

    @Test
    void eventsOfOneBatchAreSentInOneWrite() {
        var anna = fixture.connect();
        var bob = fixture.connect();
        anna.sends("one");
        fixture.apply();
        bob.sends("two");
        fixture.apply();
        fixture.write();
        assertThat(bob.received().lines()).hasSize(3);
        assertThat(bob.writes()).isEqualTo(1);
    }

    @Test
    void consecutiveEventsForTheSameRecipientsAreOfferedAsOneFrame() {
        var fixture = new SessionFixture(new WiredChat.Builder());
        var anna = fixture.connect();
        var bob = fixture.connect();
        List<byte[]> sent = new ArrayList<>();
        anna.sends("hello");
        fixture.settle();
        anna.onBytes = sent::add;
        bob.onBytes = sent::add;
        int events = fixture.counts.events;
        int heard = fixture.counts.heard;
        HeldChatThread hold = fixture.hold();
        anna.sends("one");
        anna.sends("/me waves");
        hold.close();
        fixture.settle();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isSameAs(sent.getLast());
        assertThat(bob.received()).endsWith(" one\n* " + name(anna) + " waves\n");
        assertThat(fixture.counts.events - events).isEqualTo(2);
        assertThat(fixture.counts.heard - heard).isEqualTo(4);
    }

    @Test
    void clientThatConnectsBetweenTwoMessagesGetsOnlyTheSecond() {
        var fixture = new SessionFixture(new WiredChat.Builder());
        var anna = fixture.connect();
        anna.sends("hello");
        fixture.settle();
        HeldChatThread hold = fixture.hold();
        anna.sends("one");
        var bob = fixture.connect();
        anna.sends("two");
        hold.close();
        fixture.settle();
        assertThat(bob.received()).isEqualTo("<" + name(anna) + "> two\n");
    }

    private static String name(SessionFixture.FakeConnection client) {
        return client.session.member().nick().toString();
    }

    @Test
    void welcomeIsWrittenWithTheNextFrameAlsoDuringAWrite() {
        var anna = fixture.connect();
        fixture.apply();
        var member = anna.session.member();
        var nick = new Nick("anna");
        fixture.broadcast.answer(member, new Reply.Pong(""));
        fixture.broadcast.flush(true);
        fixture.broadcast.answer(member, new Reply.Welcomed(nick, RoomName.LOBBY, 1, 1));
        fixture.write();
        assertThat(anna.received()).isEqualTo("*** pong\n");
        fixture.broadcast.answer(member, new Reply.Notice("next"));
        fixture.broadcast.flush(true);
        fixture.write();
        assertThat(anna.received()).startsWith("*** You are anna in #lobby").endsWith("\n*** next\n");
        assertThat(anna.writes()).isEqualTo(2);
    }

    @Test
    void welcomeWithoutAFollowingFrameIsWrittenWithItsBatch() {
        var anna = fixture.connect();
        anna.sends("/echo off");
        anna.sends("hello");
        fixture.settle();
        assertThat(anna.received().lines()).hasSize(2).last().asString().startsWith("*** You are guest-");
    }
}
