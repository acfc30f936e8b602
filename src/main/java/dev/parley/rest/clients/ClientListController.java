package dev.parley.rest.clients;

import dev.parley.activity.RecentDisconnects;
import dev.parley.operator.ClientQueries;
import dev.parley.operator.ClientValues;
import dev.parley.operator.ClientView;
import dev.parley.operator.ListedClient;
import dev.parley.operator.Permission;
import dev.parley.protocol.Nick;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.time.MonotonicClock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists connected and recently closed clients. */
@RestController
@RequestMapping("/api/v1/clients")
class ClientListController {
    private final ClientQueries clients;
    private final RecentDisconnects recentDisconnects;
    private final PagedLists sortedLists = new PagedLists(MonotonicClock.SYSTEM);

    ClientListController(ClientQueries clients, RecentDisconnects recentDisconnects) {
        this.clients = clients;
        this.recentDisconnects = recentDisconnects;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<ClientView> list(
            @ParameterObject ClientFilter filter,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<ClientValues> asked = filter.predicate();
        if (sort != null) {
            Page<ListedClient> page = sortedLists.page(
                    clients.after(null).filter(asked), ListedClient::number, ClientSort.of(sort)::first, limit, cursor);
            return new Page<>(page.items().stream().map(ListedClient::view).toList(), page.next());
        }
        try {
            Stream<ClientView> found = filter.nick() == null
                    ? clients.after(cursor).filter(asked).map(ListedClient::view)
                    : named(filter.nick(), cursor).filter(asked);
            return Page.of(found.limit(limit + 1L).toList(), limit, ClientView::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    /** Returns the clients of a name after a cursor, in the order in which they connected. */
    private Stream<ClientView> named(String nick, @Nullable String cursor) {
        long last = cursor == null ? 0 : Long.parseLong(cursor, Character.MAX_RADIX);
        return Nick.of(nick).map(clients::named).orElse(List.of()).stream()
                .filter(client -> client.number() > last)
                .sorted(Comparator.comparingLong(ClientValues::number));
    }

    /**
     * Lists closed clients. They are sorted by the time they were closed, latest first, unless the request names
     * another order.
     */
    @GetMapping("/closed")
    @RequiresPermission(Permission.READ)
    Page<ClosedClientView> listClosed(
            @ParameterObject ClientFilter filter,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<ClientValues> asked = filter.predicate();
        record Numbered(long number, ClosedClientView client) {}
        Stream<Numbered> found = recentDisconnects.newestFirst().stream()
                .map(closed -> new Numbered(closed.number(), ClosedClientView.of(closed)))
                .filter(closed ->
                        reason == null || reason.equals(closed.client().reason()))
                .filter(closed -> asked.test(closed.client().client()));
        if (sort != null) {
            return ClientSort.of(sort).page(found.map(Numbered::client), ClosedClientView::client, limit, cursor);
        }
        long before = cursor == null ? Long.MAX_VALUE : Page.position(cursor);
        Page<Numbered> page = Page.of(
                found.filter(closed -> closed.number() < before)
                        .limit(limit + 1L)
                        .toList(),
                limit,
                closed -> Long.toString(closed.number()));
        return new Page<>(page.items().stream().map(Numbered::client).toList(), page.next());
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.READ)
    ClientView show(@PathVariable String id) {
        return clients.find(id).orElseThrow(() -> ApiProblem.noSuchClient(id));
    }
}
