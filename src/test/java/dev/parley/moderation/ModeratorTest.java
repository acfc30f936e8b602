package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.ChatMetrics;
import dev.parley.chat.EventLog;
import dev.parley.chat.Format;
import dev.parley.chat.Nick;
import dev.parley.chat.Sequence;
import dev.parley.chat.Stamps;
import dev.parley.history.Database;
import dev.parley.session.BroadcastService;
import dev.parley.session.Input;
import dev.parley.session.Logins;
import dev.parley.session.Network;
import dev.parley.session.Reason;
import dev.parley.session.Recall;
import dev.parley.session.Session;
import dev.parley.session.SessionContext;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionMetrics;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.Time;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bans while the chat goes on, on the threads it really has. */
class ModeratorTest {
    private static final int ROUNDS = 1_000;
    private static final String TROLLS = "192.0.2.9";
    private static final String OTHERS = "192.0.2.10";
    private static final Target NAME = new Target.Name(new Nick("troll"));
    private static final Target FROM = new Target.From(Network.of(TROLLS).orElseThrow());

    private final InstantSource clock = InstantSource.system();
    private final SessionLimits limits = SessionLimits.of(1_000_000, Long.MAX_VALUE, 0, 1, 0);
    private final BroadcastService delivery = new BroadcastService(limits, SessionMetrics.NONE, Time.SYSTEM);
    private final HikariDataSource dataSource = Database.SQLITE_IN_MEMORY.open(Path.of(""));
    private final Bans bans = new Bans(SanctionStore.ofBans(dataSource), clock, Time.SYSTEM);
    private final Mutes mutes = new Mutes(SanctionStore.ofMutes(dataSource), clock, Time.SYSTEM);
    private final Sequence sequence = new Sequence(
            new Chat(
                    new ChatLimits(10, 10, 10, 10),
                    delivery,
                    ChatMetrics.NONE,
                    bans,
                    mutes,
                    new Stamps(clock, 0),
                    new Random(1)),
            EventLog.NONE,
            delivery);
    private final Sessions sessions = new Sessions(
            new SessionContext(
                    sequence, limits, SessionMetrics.NONE, Recall.NONE, Logins.NONE, Time.SYSTEM, Runnable::run),
            bans,
            Format.TEXT,
            clock);
    private final Moderator moderator = new Moderator(bans, mutes, sessions, sequence);

    ModeratorTest() {
        sequence.start();
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void whoHoldsABannedNameIsEndedWithTheReason() {
        var troll = new Client(TROLLS);
        troll.sends("/nick Troll");
        assertThat(somebodyIsCalledTroll()).isTrue();

        var banned = moderator.ban(NAME, "spam", null).orElseThrow();

        assertThat(banned.hits()).containsExactly(new Moderator.Hit(troll.session, new Nick("Troll")));
        assertThat(banned.isStored()).isTrue();
        troll.awaitEnd("*** bye banned: spam\n");
    }

    @Test
    void allFromABannedNetworkAreEndedAndNobodyElse() {
        var one = new Client(TROLLS);
        var two = new Client(TROLLS);
        var other = new Client(OTHERS);

        var banned = moderator.ban(FROM, "spam", null).orElseThrow();

        assertThat(banned.hits()).extracting(Moderator.Hit::session).containsExactly(one.session, two.session);
        one.awaitEnd("*** bye banned: spam\n");
        two.awaitEnd("*** bye banned: spam\n");
        assertThat(isPresent(other.session)).isTrue();
    }

    @Test
    void whoIsBannedIsEndedWhenTheDatabaseIsGoneToo() {
        var troll = new Client(TROLLS);
        dataSource.close();

        var banned = moderator.ban(FROM, "spam", null).orElseThrow();

        assertThat(banned.isStored()).isFalse();
        troll.awaitEnd("*** bye banned: spam\n");
        new Client(TROLLS).awaitEnd("*** bye banned: spam\n");
    }

    @Test
    void whereNobodyIsThereNobodyIsEnded() {
        assertThat(moderator.ban(NAME, "spam", null).orElseThrow().hits()).isEmpty();
        assertThat(moderator.ban(FROM, "spam", null).orElseThrow().hits()).isEmpty();
    }

    /** As one does that was accepted just before. */
    @Test
    void whoComesAfterTheBanIsEndedBeforeItIsHeard() {
        var other = new Client(OTHERS);
        moderator.ban(FROM, "spam", null);

        var late = new Client(TROLLS);
        late.sends("still here");

        late.awaitEnd("*** bye banned: spam\n");
        assertThat(other.received).isEmpty();
    }

    @Test
    void nobodyKeepsANameTheyTookWhileItWasBanned() {
        for (int i = 0; i < ROUNDS; i++) {
            var troll = new Client(TROLLS);
            together(() -> troll.sends("/nick troll"), () -> moderator.ban(NAME, "spam", null));

            assertThat(somebodyIsCalledTroll()).as("in round %d", i).isFalse();
            leave(List.of(troll.session));
        }
    }

    @Test
    void nobodyStaysWhoCameWhileTheirNetworkWasBanned() {
        for (int i = 0; i < ROUNDS; i++) {
            List<Session> came = new ArrayList<>();
            Runnable crowd = () -> {
                for (int client = 0; client < 4; client++) {
                    came.add(new Client(TROLLS).session);
                }
            };
            together(crowd, () -> moderator.ban(FROM, "spam", null));

            assertThat(came).as("who is there in round %d", i).hasSize(4).noneMatch(this::isPresent);
            leave(came);
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

    private boolean somebodyIsCalledTroll() {
        return sequence.ask(chat -> !chat.holders(new Nick("troll")).isEmpty()).join();
    }

    private boolean isPresent(Session session) {
        return sequence.ask(chat -> chat.state(session.member()).isPresent()).join();
    }

    private void leave(List<Session> all) {
        all.forEach(session -> sessions.close(session, Reason.QUIT));
        bans.after(null, Integer.MAX_VALUE).forEach(ban -> bans.remove(ban.id()));
    }

    /** One who reads all it is sent. */
    private final class Client extends SilentConnection {
        private final String address;
        private final Session session;
        private final StringBuffer received = new StringBuffer();
        private volatile boolean finished;

        Client(String address) {
            this.address = address;
            this.session = sessions.open(this);
        }

        void sends(String line) {
            try {
                session.receive(new Input.Line(line, true));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitEnd(String lastLine) {
            await().until(() -> finished);
            assertThat(received.toString()).endsWith(lastLine);
        }

        @Override
        public InetAddress address() {
            return InetAddress.ofLiteral(address);
        }

        @Override
        public void send(byte[] bytes) {
            received.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void finish() {
            finished = true;
        }
    }
}
