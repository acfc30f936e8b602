package dev.parley.rest.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.activity.RecentDisconnects;
import dev.parley.chat.ChatEventLoop;
import dev.parley.operator.ClientQueries;
import dev.parley.operator.ClientView;
import dev.parley.rest.Page;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.TlsInfo;
import dev.parley.session.WiredChat;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** List of clients, some of which leave between two pages. */
class ClientListPagesTest {
    private static final ClientFilter ALL = new ClientFilter(null, null, null, null, null);
    private final AtomicInteger batches = new AtomicInteger();
    private final WiredChat chat = new WiredChat.Builder()
            .eventLog(events -> {
                batches.incrementAndGet();
                return true;
            })
            .build();
    private final ChatEventLoop eventLoop = chat.eventLoop();
    private final Sessions sessions = chat.sessions();
    private final ClientListController clients = new ClientListController(
            new ClientQueries(eventLoop, sessions), new RecentDisconnects(InstantSource.system()));

    ClientListPagesTest() {
        eventLoop.start();
    }

    @Test
    void departedClientsAreOmittedWhileTheirSocketsAreStillOpen() {
        Session stays = sessions.open(new SilentConnection());
        Session leaves = sessions.open(new SilentConnection());
        eventLoop.ended(leaves.member(), 0, left -> {});

        assertThat(ids(clients.list(ALL, null, 50, null))).containsExactly(stays.id());
        assertThat(sessions.find(leaves.id())).isPresent();
    }

    @Test
    void clientListShowsTlsVersionAndCipher() {
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
    void everyPageButTheLastIsFullAfterClientsLeft() {
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
    void fullLastPageHasNoNextCursor() {
        sessions.open(new SilentConnection());
        sessions.open(new SilentConnection());
        eventLoop.ended(sessions.open(new SilentConnection()).member(), 0, left -> {});

        assertThat(clients.list(ALL, null, 2, null).next()).isNull();
    }

    @Test
    void cursorOfADepartedClientIsStillValid() {
        sessions.open(new SilentConnection());
        Session second = sessions.open(new SilentConnection());
        String cursor = clients.list(ALL, null, 1, null).next();
        eventLoop.ended(sessions.find(cursor).orElseThrow().member(), 0, left -> {});

        assertThat(ids(clients.list(ALL, null, 1, cursor))).containsExactly(second.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-queued,-idle", "-nick", "-listener", "id"})
    void pagesOfManyClientsAreTheWholeListInItsOrder(String sort) {
        List<Session> all = IntStream.range(0, 500)
                .mapToObj(i -> sessions.open(new SilentConnection() {
                    @Override
                    public String listener() {
                        return "listener-" + i % 7;
                    }
                }))
                .toList();
        List<ClientView> listed = new ArrayList<>();
        String cursor = null;
        do {
            Page<ClientView> page = clients.list(ALL, sort, 99, cursor);
            listed.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(listed)
                .extracting(ClientView::id)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(Session::id).toList());
        Comparator<ClientView> byNumber = Comparator.comparing(ClientView::number);
        assertThat(listed)
                .isSortedAccordingTo(
                        switch (sort) {
                            case "-nick" ->
                                Comparator.comparing(ClientView::nick).reversed();
                            case "-listener" ->
                                Comparator.comparing(ClientView::listener)
                                        .reversed()
                                        .thenComparing(byNumber);
                            default -> byNumber;
                        });
    }

    @ParameterizedTest
    @CsvSource({"nick, guest", "-queued, nobody", ", nobody"})
    void chatThreadDoesOneTaskForAListOfManyClients(@Nullable String sort, String part) {
        for (int i = 0; i < 500; i++) {
            sessions.open(new SilentConnection());
        }
        clients.list(ALL, null, 1, null);
        int before = batches.get();

        clients.list(new ClientFilter(null, null, null, null, part), sort, 50, null);

        assertThat(batches.get() - before).isEqualTo(1);
    }

    private static List<String> ids(Page<ClientView> page) {
        return page.items().stream().map(ClientView::id).toList();
    }
}
