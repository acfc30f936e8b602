package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.Input;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.WiredChat;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.DisconnectReason;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A chat on real threads, and its moderation. Any nick is an account, with any password. */
final class ModerationFixture implements AutoCloseable {
    private static final AccountAuthenticator ANYONE = new AccountAuthenticator() {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.empty();
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            return new Command.LoggedIn(name, UnreadMessages.NOTHING);
        }
    };

    final HikariDataSource dataSource = TestDatabase.SQLITE_IN_MEMORY.open(Path.of(""));
    final Bans bans =
            new Bans(RestrictionStore.ofBans(dataSource, dataSource), InstantSource.system(), MonotonicClock.SYSTEM);
    final Mutes mutes =
            new Mutes(RestrictionStore.ofMutes(dataSource, dataSource), InstantSource.system(), MonotonicClock.SYSTEM);
    private final WiredChat chat = new WiredChat.Builder()
            .bans(bans)
            .mutes(mutes)
            .authenticator(ANYONE)
            .build();
    private final Sessions sessions = chat.sessions();
    private final ChatEventLoop eventLoop = chat.eventLoop();
    final ModerationService moderation = new ModerationService(bans, mutes, sessions, eventLoop);

    ModerationFixture() {
        eventLoop.start();
    }

    @Override
    public void close() {
        dataSource.close();
    }

    boolean somebodyIsCalledTroll() {
        return !eventLoop
                .ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(new Nick("troll"))))
                .join()
                .isEmpty();
    }

    boolean isPresent(Session session) {
        return eventLoop.ask(new ChatQuery.ShowMember(session.member())).join().isPresent();
    }

    void leave(List<Session> all) {
        all.forEach(session -> sessions.close(session, DisconnectReason.QUIT));
        bans.after(null).forEach(ban -> bans.remove(ban.id()));
    }

    /** One who reads all it is sent. */
    final class FakeClient extends SilentConnection {
        private final String address;
        final Session session;
        final StringBuffer received = new StringBuffer();
        private volatile boolean finished;

        FakeClient(String address) {
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

        void awaitLine(String line) {
            await().until(() -> received.toString().endsWith(line));
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
