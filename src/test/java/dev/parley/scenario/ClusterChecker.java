package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks that the log of several replicas and what all clients have received agree with each other. */
final class ClusterChecker {
    private static final JsonMapper mapper = new JsonMapper();

    private final JdbcClient jdbc;
    private final List<ClusterClient> clients;
    private final List<String> violations = new ArrayList<>();

    private long lastRow;
    private String lastToken = "";
    private final Set<String> tokens = new HashSet<>();
    private final Map<Integer, Long> applied = new HashMap<>();
    private final Map<String, JsonNode> members = new HashMap<>();

    /** Stored messages that a client may still receive, by their ids. */
    private final NavigableMap<Long, Message> stored = new TreeMap<>();

    private long lastStored;
    private final Map<ClusterClient.Connection, Progress> progress = new HashMap<>();
    private long checked;

    private record Message(String room, String text) {}

    /** What a connection has received up to now. */
    private static final class Progress {
        private long lastId;

        /** Last message of each room. */
        private final Map<String, Long> rooms = new HashMap<>();
    }

    ClusterChecker(JdbcClient jdbc, List<ClusterClient> clients) {
        this.jdbc = jdbc;
        this.clients = clients;
    }

    /** Checks everything since the last call. Returns the number of checked events of clients. */
    long check() {
        long before = checked;
        Map<ClusterClient.Connection, List<ClusterClient.Received>> received = new HashMap<>();
        List<ClusterClient.Connection> connections = new ArrayList<>();
        for (ClusterClient client : clients) {
            for (ClusterClient.Connection connection : client.connections()) {
                connections.add(connection);
                received.put(connection, connection.take());
            }
        }
        readLog();
        readMessages();
        connections.forEach(connection -> check(connection, received.get(connection)));
        checkTexts();
        clients.forEach(client -> client.surprises.forEach(surprise -> violate(client.name + " got " + surprise)));
        forget(connections);
        assertThat(violations).as("violations").isEmpty();
        return checked - before;
    }

    private void violate(String what) {
        violations.add(what);
    }

    private void readLog() {
        jdbc.sql("SELECT seq, token, entries FROM chat_log WHERE seq > ? ORDER BY seq")
                .param(lastRow)
                .query(row -> {
                    long number = row.getLong(1);
                    if (number != lastRow + 1) {
                        violate("row " + number + " of the log comes after " + lastRow);
                    }
                    lastRow = number;
                    readToken(row.getString(2));
                    mapper.readTree(row.getString(3)).forEach(this::readEntry);
                    checkNicks();
                });
        List<String> terms =
                jdbc.sql("SELECT token FROM term").query(String.class).list();
        if (!terms.contains(lastToken)) {
            violate("no term has the token of row " + lastRow);
        }
    }

    private void readToken(String token) {
        if (!token.equals(lastToken)) {
            if (!tokens.add(token)) {
                violate("the token of row " + lastRow + " has returned");
            }
            lastToken = token;
        }
    }

    private void readEntry(JsonNode entry) {
        String client = entry.path("client").asString("");
        switch (entry.path("kind").asString("")) {
            case "CommandsApplied" -> {
                long number = entry.path("number").asLong();
                Long earlier = applied.put(entry.path("incarnation").asInt(), number);
                if (earlier != null && earlier > number) {
                    violate("row " + lastRow + ": command " + number + " was applied after " + earlier);
                }
            }
            case "MemberChanged" -> {
                if (entry.path("state").isObject()) {
                    members.put(client, entry.path("state"));
                } else {
                    members.remove(client);
                }
            }
            case "ConnectionRemoved" -> members.remove(client);
            default -> {}
        }
    }

    private void checkNicks() {
        Map<String, String> owners = new HashMap<>();
        members.forEach((client, state) -> {
            String nick = state.path("nick").asString().toLowerCase(Locale.ROOT);
            String account = state.path("account").asString("");
            boolean isHidden = state.path("active").asString("").equals("*");
            String other = isHidden ? null : owners.putIfAbsent(nick, account);
            if (other != null && (account.isEmpty() || !account.equals(other))) {
                violate("row " + lastRow + ": two members are " + nick);
            }
        });
    }

    private void readMessages() {
        jdbc.sql("SELECT id, room, text FROM chat_event WHERE type = 'message' AND id > ? ORDER BY id")
                .param(lastStored)
                .query(row -> {
                    lastStored = row.getLong(1);
                    stored.put(lastStored, new Message(row.getString(2), row.getString(3)));
                });
    }

    private void check(ClusterClient.Connection connection, List<ClusterClient.Received> received) {
        Progress seen = progress.computeIfAbsent(connection, first -> new Progress());
        ClusterClient.Connection lost = connection.resumed;
        if (lost != null && seen.lastId == 0 && connection.isComplete && progress.containsKey(lost)) {
            seen.rooms.putAll(progress.get(lost).rooms);
        }
        for (ClusterClient.Received event : received) {
            checked++;
            if (event.id() <= seen.lastId) {
                violate(connection + " received " + event + " after " + seen.lastId);
            }
            seen.lastId = event.id();
            if (event.type().equals("message")) {
                check(connection, seen, event);
            }
        }
    }

    private void check(ClusterClient.Connection connection, Progress seen, ClusterClient.Received event) {
        Message found = stored.get(event.id());
        if (found == null || !found.equals(new Message(event.room(), event.text()))) {
            violate(connection + " received " + event + ", stored is " + found);
        }
        Long last = seen.rooms.put(event.room(), event.id());
        if (last != null && last < event.id()) {
            stored.subMap(last, false, event.id(), false).forEach((id, message) -> {
                if (message.room().equals(event.room())) {
                    violate(connection + " did not receive " + id + ": " + message + " before " + event);
                }
            });
        }
    }

    private void checkTexts() {
        jdbc.sql("SELECT text FROM chat_event WHERE type = 'message' GROUP BY text HAVING count(*) > 1")
                .query(String.class)
                .list()
                .forEach(text -> violate("stored twice: " + text));
        for (ClusterClient client : clients) {
            jdbc.sql("SELECT text FROM chat_event WHERE type = 'message' AND text = ANY (?)")
                    .param(client.refused.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .forEach(text -> violate("stored though it was refused: " + text));
        }
    }

    /** Forgets messages that all clients have received. */
    private void forget(List<ClusterClient.Connection> connections) {
        progress.keySet().retainAll(connections);
        long oldest = connections.stream()
                .map(progress::get)
                .filter(Objects::nonNull)
                .mapToLong(seen ->
                        seen.rooms.values().stream().mapToLong(id -> id).min().orElse(0))
                .min()
                .orElse(0);
        stored.headMap(oldest, false).clear();
    }
}
