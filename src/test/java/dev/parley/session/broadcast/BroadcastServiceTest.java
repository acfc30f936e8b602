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
    private final SessionFixture office = new SessionFixture();

    @Test
    void hearersOfOneFormatGetTheSameBytes() {
        Map<byte[], Integer> sent = new IdentityHashMap<>();
        List<SessionFixture.FakeConnection> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var client = office.connect();
            client.onBytes = bytes -> sent.merge(bytes, 1, Integer::sum);
            clients.add(client);
        }
        clients.get(4).sends("/format json");
        clients.get(5).sends("/join #dev");
        office.settle();
        sent.clear();
        clients.get(5).sends("/msg #lobby hello");
        office.settle();
        assertThat(sent.values()).containsExactlyInAnyOrder(4, 1, 1);
    }

    @Test
    void whatABatchSaysIsOneWrite() {
        var anna = office.connect();
        var bob = office.connect();
        anna.sends("one");
        office.apply();
        bob.sends("two");
        office.apply();
        office.write();
        assertThat(bob.received().lines()).hasSize(3);
        assertThat(bob.writes()).isEqualTo(1);
    }

    @Test
    void whatIsSaidToTheSameOneAfterAnotherIsOfferedOnce() {
        var office = new SessionFixture(new WiredChat.Builder());
        var anna = office.connect();
        var bob = office.connect();
        List<byte[]> sent = new ArrayList<>();
        anna.sends("hello");
        office.settle();
        anna.onBytes = sent::add;
        bob.onBytes = sent::add;
        int events = office.counts.events;
        int heard = office.counts.heard;
        HeldChatThread hold = office.hold();
        anna.sends("one");
        anna.sends("/me waves");
        hold.close();
        office.settle();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isSameAs(sent.getLast());
        assertThat(bob.received()).endsWith(" one\n* " + name(anna) + " waves\n");
        assertThat(office.counts.events - events).isEqualTo(2);
        assertThat(office.counts.heard - heard).isEqualTo(4);
    }

    @Test
    void whoComesBetweenTwoLinesHearsTheSecond() {
        var office = new SessionFixture(new WiredChat.Builder());
        var anna = office.connect();
        anna.sends("hello");
        office.settle();
        HeldChatThread hold = office.hold();
        anna.sends("one");
        var bob = office.connect();
        anna.sends("two");
        hold.close();
        office.settle();
        assertThat(bob.received()).isEqualTo("<" + name(anna) + "> two\n");
    }

    private static String name(SessionFixture.FakeConnection client) {
        return client.session.member().nick().toString();
    }

    @Test
    void aWelcomeIsWrittenWithWhatFollowsItEvenWhileADrainIsUnderWay() {
        var anna = office.connect();
        office.apply();
        var member = anna.session.member();
        var nick = new Nick("anna");
        office.broadcast.answer(member, new Reply.Pong(""));
        office.broadcast.flush(true);
        office.broadcast.answer(member, new Reply.Welcomed(nick, RoomName.LOBBY, 1, 1));
        office.write();
        assertThat(anna.received()).isEqualTo("*** pong\n");
        office.broadcast.answer(member, new Reply.Notice("next"));
        office.broadcast.flush(true);
        office.write();
        assertThat(anna.received()).startsWith("*** You are anna in #lobby").endsWith("\n*** next\n");
        assertThat(anna.writes()).isEqualTo(2);
    }

    @Test
    void aWelcomeThatNothingFollowsIsWrittenWithItsBatch() {
        var anna = office.connect();
        anna.sends("/echo off");
        anna.sends("hello");
        office.settle();
        assertThat(anna.received().lines()).hasSize(2).last().asString().startsWith("*** You are guest-");
    }
}
