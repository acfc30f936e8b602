package dev.parley.rest.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.activity.RecentDisconnects;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.EventClock;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.NickPolicy;
import dev.parley.operator.ClientQueries;
import dev.parley.operator.ClientView;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Format;
import dev.parley.rest.Page;
import dev.parley.session.AddressBans;
import dev.parley.session.ReaderServices;
import dev.parley.session.Session;
import dev.parley.session.SessionContext;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionMetrics;
import dev.parley.session.SessionObserver;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.TlsInfo;
import dev.parley.session.broadcast.BroadcastService;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientQueriesTest {
    private static final ClientFilter ALL = new ClientFilter(null, null, null);
    private final SessionLimits limits = SessionLimits.of(1_000_000, Long.MAX_VALUE, 0, 1, 0);
    private final SocketWriters writers = new SocketWriters(Runnable::run, MonotonicClock.SYSTEM);
    private final BroadcastService delivery =
            new BroadcastService(writers, limits, SessionMetrics.NONE, MonotonicClock.SYSTEM);
    private final InstantSource clock = InstantSource.system();
    private final ChatEventLoop eventLoop = new ChatEventLoop(
            new Chat(
                    new ChatLimits(1_000, 50, 2_000, 400),
                    delivery,
                    ChatMetrics.NONE,
                    NickPolicy.NONE,
                    new EventClock(clock, 0),
                    new Random(1)),
            EventLog.NONE,
            delivery);
    private final Sessions sessions = new Sessions(
            new SessionContext(
                    eventLoop, limits, SessionMetrics.NONE, ReaderServices.NONE, MonotonicClock.SYSTEM, writers),
            AddressBans.NONE,
            SessionObserver.NONE,
            Format.TEXT,
            clock);
    private final ClientListController clients =
            new ClientListController(new ClientQueries(eventLoop, sessions), new RecentDisconnects());

    ClientQueriesTest() {
        eventLoop.start();
    }

    @Test
    void thoseWhoLeftTheChatAreLeftOutThoughTheirSocketsAreStillOpen() {
        Session stays = sessions.open(new SilentConnection());
        Session leaves = sessions.open(new SilentConnection());
        eventLoop.ended(leaves.member(), 0, left -> {});

        assertThat(ids(clients.list(ALL, null, 50, null))).containsExactly(stays.id());
        assertThat(sessions.find(leaves.id())).isPresent();
    }

    @Test
    void howAConnectionIsEncryptedIsShown() {
        sessions.open(new SilentConnection());
        sessions.open(new SilentConnection() {
            @Override
            public TlsInfo tls() {
                return new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384");
            }
        });

        assertThat(clients.list(ALL, null, 50, null).items())
                .extracting(ClientView::tls)
                .containsExactly(null, new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    }

    @Test
    void everyPageIsFullButTheLastWhoeverLeft() {
        List<String> staying = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Session session = sessions.open(new SilentConnection());
            if (i % 8 == 0) {
                staying.add(session.id());
            } else {
                eventLoop.ended(session.member(), 0, left -> {});
            }
        }

        var first = clients.list(ALL, null, 2, null);
        var second = clients.list(ALL, null, 2, first.next());
        var third = clients.list(ALL, null, 2, second.next());

        assertThat(ids(first)).isEqualTo(staying.subList(0, 2));
        assertThat(ids(second)).isEqualTo(staying.subList(2, 4));
        assertThat(ids(third)).isEqualTo(staying.subList(4, 5));
        assertThat(third.next()).isNull();
    }

    @Test
    void aFullLastPageHasNoNext() {
        sessions.open(new SilentConnection());
        sessions.open(new SilentConnection());
        eventLoop.ended(sessions.open(new SilentConnection()).member(), 0, left -> {});

        assertThat(clients.list(ALL, null, 2, null).next()).isNull();
    }

    @Test
    void aCursorIsGoodWhenItsClientIsGone() {
        sessions.open(new SilentConnection());
        Session second = sessions.open(new SilentConnection());
        String cursor = clients.list(ALL, null, 1, null).next();
        eventLoop.ended(sessions.find(cursor).orElseThrow().member(), 0, left -> {});

        assertThat(ids(clients.list(ALL, null, 1, cursor))).containsExactly(second.id());
    }

    private static List<String> ids(Page<ClientView> page) {
        return page.items().stream().map(ClientView::id).toList();
    }
}
