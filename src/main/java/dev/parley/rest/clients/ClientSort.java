package dev.parley.rest.clients;

import dev.parley.operator.ClientValues;
import dev.parley.rest.Page;
import dev.parley.rest.problem.ApiProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requested order of a list of clients. A column is sorted in ascending order, or in descending order if its name
 * begins with a minus. Clients with equal values are sorted by id. A cursor of closed clients contains the values of
 * the last client of a page in these columns.
 */
final class ClientSort {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Map<String, Column> COLUMNS = columns();

    /** A column; its values are numbers or text. */
    private record Column(
            Function<ClientValues, Object> value, Comparator<ClientValues> order, boolean isNumber, int sign) {
        int compare(Object one, Object other) {
            int compared = isNumber
                    ? Long.compare((Long) one, (Long) other)
                    : String.CASE_INSENSITIVE_ORDER.compare((String) one, (String) other);
            return sign * compared;
        }

        Column turned() {
            return new Column(value, order.reversed(), isNumber, -sign);
        }

        Object parse(JsonNode node) {
            if (isNumber != node.isNumber()) {
                throw Page.badCursor();
            }
            return isNumber ? (Object) node.asLong() : node.asString();
        }
    }

    private final List<Column> columns;

    private ClientSort(List<Column> columns) {
        this.columns = columns;
    }

    /** @param sort columns, such as {@code -queued,nick} */
    static ClientSort of(String sort) {
        return new ClientSort(Stream.concat(Stream.of(sort.split(",")), Stream.of("id"))
                .map(ClientSort::column)
                .toList());
    }

    /** Returns the first clients in this order. Does not sort the others, because there can be many. */
    <T extends ClientValues> List<T> first(Stream<T> all, int count) {
        Comparator<ClientValues> order = columns.stream()
                .map(Column::order)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
        var lastOnTop = new PriorityQueue<T>(order.reversed());
        all.forEach(client -> {
            if (lastOnTop.size() < count) {
                lastOnTop.add(client);
            } else if (order.compare(client, lastOnTop.element()) < 0) {
                lastOnTop.remove();
                lastOnTop.add(client);
            }
        });
        return lastOnTop.stream().sorted(order).toList();
    }

    /**
     * Returns the page after a cursor, of items whose values do not change.
     *
     * @param client function that returns the client by which an item is sorted
     */
    <T> Page<T> page(Stream<T> all, Function<T, ClientValues> client, int limit, @Nullable String cursor) {
        record Keyed<T>(T item, List<Object> key) {}
        List<Object> last = cursor == null ? List.of() : parsed(cursor);
        List<T> found = all.map(item -> new Keyed<>(item, key(client.apply(item))))
                .filter(keyed -> last.isEmpty() || compare(keyed.key(), last) > 0)
                .sorted(Comparator.comparing(Keyed::key, this::compare))
                .limit(limit + 1L)
                .map(Keyed::item)
                .toList();
        return Page.of(found, limit, item -> cursor(key(client.apply(item))));
    }

    private List<Object> key(ClientValues client) {
        return columns.stream().map(column -> column.value().apply(client)).toList();
    }

    private int compare(List<Object> one, List<Object> other) {
        for (int i = 0; i < columns.size(); i++) {
            int compared = columns.get(i).compare(one.get(i), other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static String cursor(List<Object> key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(key));
    }

    private List<Object> parsed(String cursor) {
        try {
            JsonNode values =
                    MAPPER.readTree(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (!values.isArray() || values.size() != columns.size()) {
                throw Page.badCursor();
            }
            List<Object> key = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                key.add(columns.get(i).parse(values.get(i)));
            }
            return key;
        } catch (IllegalArgumentException | JacksonException e) {
            throw Page.badCursor();
        }
    }

    private static Column column(String text) {
        boolean down = text.startsWith("-");
        Column column = COLUMNS.get(down ? text.substring(1) : text);
        if (column == null) {
            throw ApiProblem.badArgument("\"sort\" must be columns, separated by commas, of "
                    + String.join(", ", COLUMNS.keySet().stream().sorted().toList())
                    + "; a - before a column sorts it in descending order.");
        }
        return down ? column.turned() : column;
    }

    private static Map<String, Column> columns() {
        Map<String, Column> columns = new HashMap<>();
        text(columns, "nick", ClientValues::nick);
        text(columns, "account", ClientValues::account);
        text(columns, "address", ClientValues::address);
        text(columns, "listener", ClientValues::listener);
        text(columns, "format", ClientValues::format);
        number(columns, "id", ClientValues::number);
        number(columns, "announced", client -> client.announced() ? 1 : 0);
        number(columns, "rooms", client -> client.rooms().size());
        number(columns, "connectedAt", client -> client.connectedAt().toEpochMilli());
        number(columns, "idle", ClientValues::idleSeconds);
        number(columns, "idleSeconds", ClientValues::idleSeconds);
        number(columns, "linesInPerSecond", client -> Math.round(10 * client.linesInPerSecond()));
        number(columns, "linesIn", ClientValues::linesIn);
        number(columns, "linesOut", ClientValues::linesOut);
        number(columns, "bytesIn", ClientValues::bytesIn);
        number(columns, "bytesOut", ClientValues::bytesOut);
        number(columns, "floodDelays", ClientValues::floodDelays);
        number(columns, "queued", ClientValues::queuedBytes);
        number(columns, "queuedBytes", ClientValues::queuedBytes);
        number(columns, "queuedLines", ClientValues::queuedLines);
        number(columns, "queuedAgeMillis", ClientValues::queuedAgeMillis);
        return Map.copyOf(columns);
    }

    private static void text(Map<String, Column> columns, String name, Function<ClientValues, @Nullable String> value) {
        Function<ClientValues, String> text = client -> Objects.requireNonNullElse(value.apply(client), "");
        columns.put(name, new Column(text::apply, Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER), false, 1));
    }

    private static void number(Map<String, Column> columns, String name, ToLongFunction<ClientValues> value) {
        columns.put(name, new Column(value::applyAsLong, Comparator.comparingLong(value), true, 1));
    }
}
