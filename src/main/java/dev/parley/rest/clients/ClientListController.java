package dev.parley.rest.clients;

import dev.parley.activity.RecentDisconnects;
import dev.parley.operator.ClientQueries;
import dev.parley.operator.ClientView;
import dev.parley.operator.Permission;
import dev.parley.protocol.Nick;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
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
public class ClientListController {
    private final ClientQueries clients;
    private final RecentDisconnects recentDisconnects;

    public ClientListController(ClientQueries clients, RecentDisconnects recentDisconnects) {
        this.clients = clients;
        this.recentDisconnects = recentDisconnects;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    public Page<ClientView> list(
            @ParameterObject ClientFilter filter,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<ClientView> asked = filter.predicate();
        if (sort != null) {
            return ClientSort.of(sort).page(clients.all().filter(asked), client -> client, limit, cursor);
        }
        if (filter.nick() != null) {
            return new Page<>(
                    Nick.of(filter.nick()).map(clients::named).orElse(List.of()).stream()
                            .filter(asked)
                            .toList(),
                    null);
        }
        try {
            return Page.of(clients.after(cursor, limit + 1, asked), limit, ClientView::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
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
        Predicate<ClientView> asked = filter.predicate();
        Stream<ClosedClientView> found = recentDisconnects.newestFirst().stream()
                .map(ClosedClientView::of)
                .filter(closed -> reason == null || reason.equals(closed.reason()))
                .filter(closed -> asked.test(closed.client()));
        return sort != null
                ? ClientSort.of(sort).page(found, ClosedClientView::client, limit, cursor)
                : Page.following(found.toList(), closed -> closed.client().id(), limit, cursor);
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.READ)
    ClientView show(@PathVariable String id) {
        return clients.find(id).orElseThrow(() -> ApiProblem.noSuchClient(id));
    }
}
