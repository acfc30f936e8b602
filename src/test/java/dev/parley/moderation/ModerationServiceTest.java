package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bans while the chat goes on, on the threads it really has. */
class ModerationServiceTest {
    private static final int ROUNDS = 1_000;
    private static final String TROLLS = "192.0.2.9";
    private static final String OTHERS = "192.0.2.10";
    private static final Target NAME = new Target.ByNick(new Nick("troll"));
    private static final Target ACCOUNT = new Target.ByAccount(new Nick("troll"));
    private static final Target FROM = new Target.ByNetwork(IpNetwork.of(TROLLS).orElseThrow());

    private final ModerationFixture fixture = new ModerationFixture();
    private final Bans bans = fixture.bans;
    private final ModerationService moderation = fixture.moderation;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nickBanDisconnectsTheClientWithTheReason() {
        var troll = fixture.new FakeClient(TROLLS);
        troll.sends("/nick Troll");
        assertThat(fixture.somebodyIsCalledTroll()).isTrue();

        var banned = moderation.ban(NAME, "spam", null, "token").orElseThrow();

        assertThat(banned.hits())
                .containsExactly(new ModerationService.AffectedClient(troll.session, new Nick("Troll")));
        assertThat(banned.isStored()).isTrue();
        troll.awaitEnd("*** bye banned: banned permanently: spam\n");
    }

    @Test
    void accountBanDisconnectsAllItsClientsWhateverTheirNick() {
        var one = fixture.new FakeClient(TROLLS);
        var two = fixture.new FakeClient(OTHERS);
        var other = fixture.new FakeClient(TROLLS);
        one.sends("/login troll secret");
        two.sends("/login troll secret");
        two.sends("/nick nice");
        other.sends("/nick other");

        assertThat(fixture.isPresent(other.session)).isTrue(); // asked after all of that was carried out

        var banned = moderation.ban(ACCOUNT, "spam", null, "token").orElseThrow();

        assertThat(banned.hits())
                .containsExactly(
                        new ModerationService.AffectedClient(one.session, new Nick("troll")),
                        new ModerationService.AffectedClient(two.session, new Nick("nice")));
        one.awaitEnd("*** bye banned: banned permanently: spam\n");
        two.awaitEnd("*** bye banned: banned permanently: spam\n");
        assertThat(fixture.isPresent(other.session)).isTrue();
        other.sends("/login troll secret");
        other.awaitLine("*** error banned: troll is banned permanently: spam\n");
        other.sends("/nick troll");
        assertThat(fixture.somebodyIsCalledTroll()).isFalse();
    }

    @Test
    void clientLoggingInDuringAnAccountBanIsDisconnected() {
        for (int i = 0; i < ROUNDS; i++) {
            var troll = fixture.new FakeClient(TROLLS);
            together(() -> troll.sends("/login troll secret"), () -> moderation.ban(ACCOUNT, "spam", null, "token"));

            assertThat(fixture.somebodyIsCalledTroll()).as("in round %d", i).isFalse();
            fixture.leave(List.of(troll.session));
        }
    }

    @Test
    void mutedClientStaysConnectedAndItsMessagesAreNotBroadcast() {
        var troll = fixture.new FakeClient(TROLLS);
        var other = fixture.new FakeClient(OTHERS);
        troll.sends("/nick troll");

        var muted = moderation.mute(FROM, "spam", null, false, "token").orElseThrow();
        troll.sends("buy");

        assertThat(muted.hits())
                .containsExactly(new ModerationService.AffectedClient(troll.session, new Nick("troll")));
        assertThat(muted.isStored()).isTrue();
        troll.awaitLine("*** error muted: you are muted: spam\n");
        other.sends("buy what?");
        troll.awaitLine("buy what?\n");
        assertThat(other.received).doesNotContain("troll> buy");
    }

    @Test
    void networkBanDisconnectsOnlyClientsInTheNetwork() {
        var one = fixture.new FakeClient(TROLLS);
        var two = fixture.new FakeClient(TROLLS);
        var other = fixture.new FakeClient(OTHERS);

        var banned = moderation.ban(FROM, "spam", null, "token").orElseThrow();

        assertThat(banned.hits())
                .extracting(ModerationService.AffectedClient::client)
                .containsExactly(one.session, two.session);
        one.awaitEnd("*** bye banned: banned permanently: spam\n");
        two.awaitEnd("*** bye banned: banned permanently: spam\n");
        assertThat(fixture.isPresent(other.session)).isTrue();
    }

    @Test
    void banDisconnectsClientsAlsoWhenTheDatabaseIsDown() {
        var troll = fixture.new FakeClient(TROLLS);
        fixture.dataSource.close();

        var banned = moderation.ban(FROM, "spam", null, "token").orElseThrow();

        assertThat(banned.isStored()).isFalse();
        troll.awaitEnd("*** bye banned: banned permanently: spam\n");
        fixture.new FakeClient(TROLLS).awaitEnd("*** bye banned: banned permanently: spam\n");
    }

    @Test
    void banWithoutMatchingClientsAffectsNoClient() {
        assertThat(moderation.ban(NAME, "spam", null, "token").orElseThrow().hits())
                .isEmpty();
        assertThat(moderation.ban(FROM, "spam", null, "token").orElseThrow().hits())
                .isEmpty();
    }

    /** As one does that was accepted just before. */
    @Test
    void clientThatConnectsAfterTheBanIsDisconnectedBeforeItsMessagesAreSent() {
        var other = fixture.new FakeClient(OTHERS);
        moderation.ban(FROM, "spam", null, "token");

        var late = fixture.new FakeClient(TROLLS);
        late.sends("still here");

        late.awaitEnd("*** bye banned: banned permanently: spam\n");
        assertThat(other.received).isEmpty();
    }

    @Test
    void clientTakingANickDuringItsBanIsDisconnected() {
        for (int i = 0; i < ROUNDS; i++) {
            var troll = fixture.new FakeClient(TROLLS);
            together(() -> troll.sends("/nick troll"), () -> moderation.ban(NAME, "spam", null, "token"));

            assertThat(fixture.somebodyIsCalledTroll()).as("in round %d", i).isFalse();
            fixture.leave(List.of(troll.session));
        }
    }

    @Test
    void clientConnectingDuringANetworkBanIsDisconnected() {
        for (int i = 0; i < ROUNDS; i++) {
            List<Session> came = new ArrayList<>();
            Runnable crowd = () -> {
                for (int client = 0; client < 4; client++) {
                    came.add(fixture.new FakeClient(TROLLS).session);
                }
            };
            together(crowd, () -> moderation.ban(FROM, "spam", null, "token"));

            assertThat(came).as("who is there in round %d", i).hasSize(4).noneMatch(fixture::isPresent);
            fixture.leave(came);
        }
    }

    private static void together(Runnable one, Runnable other) {
        var start = new Phaser(2);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> after(start, one), Thread::startVirtualThread),
                        CompletableFuture.runAsync(() -> after(start, other), Thread::startVirtualThread))
                .join();
    }

    private static void after(Phaser start, Runnable act) {
        start.arriveAndAwaitAdvance();
        act.run();
    }
}
