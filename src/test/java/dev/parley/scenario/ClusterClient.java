package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of several replicas. It writes its next line when its last one has returned. When its connection is lost, it
 * connects to another replica, and back to its own one as soon as that is ready; a client with a token resumes.
 */
final class ClusterClient implements AutoCloseable {
    private static final JsonMapper mapper = new JsonMapper();
    private static final long RECONNECT_NANOS = 20_000_000;
    private static final int LINES_PER_PING = 5;

    final String name;
    private final ClusterReplica home;
    private final List<ClusterReplica> replicas;
    private final String room;
    private final boolean hasAccount;
    private final boolean hasKeys;
    private final Thread thread;
    private final List<Connection> connections = new ArrayList<>();

    /** Texts that were refused as unavailable. */
    final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** Answers that no client should get. */
    final Set<String> surprises = ConcurrentHashMap.newKeySet();

    /** Times at which others were last seen to leave. */
    final Map<String, Long> left = new ConcurrentHashMap<>();

    private volatile boolean isClosed;
    private volatile String state = "";
    private volatile @Nullable Connection current;

    /** Last connection that was in its rooms. */
    private @Nullable Connection arrived;

    private int count;
    private boolean isRegistered;
    private @Nullable String token;

    private long lastId;

    /** Line that was sent and did not return before the connection was lost. */
    private @Nullable String unanswered;

    /** An event that a connection has received. */
    record Received(long id, String type, String room, String text) {}

    /** What one connection has received. */
    static final class Connection {
        final String client;
        final ClusterReplica replica;

        /** Connection that it continues; null if it does not. */
        volatile @Nullable Connection resumed;

        /** Whether the reply to {@code /resume} promised that nothing is missing. */
        volatile boolean isComplete;

        /** Whether it is in its rooms. Before that, events may be received again. */
        private volatile boolean isArrived;

        private volatile boolean isOver;

        private List<Received> received = new ArrayList<>();
        private final Set<String> pongs = ConcurrentHashMap.newKeySet();

        Connection(String client, ClusterReplica replica) {
            this.client = client;
            this.replica = replica;
        }

        private synchronized void add(Received event) {
            received.add(event);
        }

        /** Returns the events since the last call. */
        synchronized List<Received> take() {
            List<Received> taken = isArrived ? received : List.of();
            received = isArrived ? new ArrayList<>() : received;
            return taken;
        }

        /**
         * Restarts with the missed events and those that came meanwhile, which may be the same; without them if only
         * the first of those that were missed have come.
         */
        private synchronized void resumed(@Nullable Connection lost, boolean complete) {
            Map<Long, Received> byId = new TreeMap<>();
            if (complete) {
                received.forEach(event -> byId.put(event.id(), event));
            }
            received = new ArrayList<>(byId.values());
            resumed = lost;
            isComplete = complete;
        }

        @Override
        public String toString() {
            return client + " on " + replica.name;
        }
    }

    /**
     * @param home replica that it prefers
     * @param room room that it speaks in
     */
    ClusterClient(
            String name,
            ClusterReplica home,
            List<ClusterReplica> replicas,
            String room,
            boolean hasAccount,
            boolean hasKeys) {
        this.name = name;
        this.home = home;
        this.replicas = replicas;
        this.room = room;
        this.hasAccount = hasAccount;
        this.hasKeys = hasKeys;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Whether it is in its rooms, on the replica that it prefers. */
    boolean isAtHome() {
        Connection last = current;
        return last != null && last.replica == home && last.isArrived && !last.isOver;
    }

    /** Returns the connections whose events are not all taken: the earlier ones once, and the current one. */
    List<Connection> connections() {
        synchronized (connections) {
            List<Connection> all = List.copyOf(connections);
            Connection open = current;
            connections.removeIf(connection -> connection != open);
            return all;
        }
    }

    @Nullable
    Connection connection() {
        return current;
    }

    @Override
    public String toString() {
        return name + " (" + current + ", " + state + ")";
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }

    private void run() {
        while (!isClosed) {
            ClusterReplica replica = replica();
            if (replica == null) {
                LockSupport.parkNanos(RECONNECT_NANOS);
            } else {
                connect(replica);
            }
        }
    }

    private @Nullable ClusterReplica replica() {
        if (home.isReady()) {
            return home;
        }
        int first = replicas.indexOf(home);
        for (int i = 1; i < replicas.size(); i++) {
            ClusterReplica next = replicas.get((first + i) % replicas.size());
            if (next.isReady()) {
                return next;
            }
        }
        return null;
    }

    private void connect(ClusterReplica replica) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), replica.port)) {
            Connection opened = new Connection(name, replica);
            synchronized (connections) {
                connections.add(opened);
                current = opened;
            }
            try {
                new Conversation(socket, opened).hold();
            } finally {
                opened.isOver = true;
            }
        } catch (IOException e) {
            state = "disconnected: " + e;
            LockSupport.parkNanos(RECONNECT_NANOS);
        }
    }

    /** One connection, on which one command at a time waits for its answer. */
    private final class Conversation {
        private final Socket socket;
        private final Connection connection;
        private final BufferedReader lines;

        /** Events before an answer to a resume may be sent again as missed ones. */
        private boolean isResuming;

        private long highest;

        Conversation(Socket socket, Connection connection) throws IOException {
            this.socket = socket;
            this.connection = connection;
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        void hold() throws IOException {
            send("/format json");
            arrive();
            connection.isArrived = true;
            arrived = connection;
            while (!isClosed && (connection.replica == home || !home.isReady())) {
                speak();
            }
        }

        private void arrive() throws IOException {
            if (!isResumed()) {
                String repeated = unanswered;
                unanswered = null;
                lastId = 0;
                if (hasAccount) {
                    logIn();
                } else {
                    ask("/nick " + name, answer -> isOwnRename(answer), Set.of("nick-in-use"));
                }
                if (!room.equals("#lobby")) {
                    ask(
                            "/join " + room,
                            answer -> isType(answer, "joined")
                                    && text(answer, "room").equals(room),
                            Set.of());
                }
                if (repeated != null && hasAccount && hasKeys) {
                    say(repeated);
                }
            } else if (unanswered != null && hasKeys) {
                say(unanswered);
            }
            unanswered = null;
        }

        private boolean isResumed() throws IOException {
            if (token == null) {
                return false;
            }
            isResuming = true;
            String used = token;
            String command = "/resume " + used + (lastId == 0 ? "" : " " + lastId);
            JsonNode answer = ask(command, reply -> isType(reply, "resumed"), Set.of("auth-failed"));
            isResuming = false;
            boolean isResumed = isType(answer, "resumed");
            if (isResumed) {
                boolean isComplete = answer.path("complete").asBoolean();
                if (!isComplete && !answer.path("more").asBoolean()) {
                    surprises.add("not complete: " + answer);
                }
                connection.resumed(arrived, isComplete);
                lastId = Math.max(lastId, highest);
                token = used.equals(token) ? null : token;
            } else {
                surprises.add(command + ", after " + arrived + ": " + answer);
                token = null;
            }
            return isResumed;
        }

        private void logIn() throws IOException {
            String password = " correct-horse-" + name.hashCode();
            if (!isRegistered) {
                JsonNode answer = ask(
                        "/register " + name + password, reply -> isType(reply, "resumable"), Set.of("nick-reserved"));
                isRegistered = true;
                if (isType(answer, "resumable")) {
                    return;
                }
            }
            ask("/login " + name + password, reply -> isType(reply, "resumable"), Set.of());
        }

        private void speak() throws IOException {
            count++;
            if (count % LINES_PER_PING == 0) {
                String ping = name + "-" + count;
                ask(
                        "/ping " + ping,
                        answer ->
                                isType(answer, "pong") && text(answer, "token").equals(ping),
                        Set.of());
            } else {
                say(name + "." + count);
            }
        }

        private void say(String text) throws IOException {
            unanswered = text;
            long sent = System.nanoTime();
            String line = hasKeys ? "/say key=" + text + " " + text : text;
            JsonNode answer = tryOnce(
                    line,
                    reply -> isType(reply, "message") && text(reply, "text").equals(text));
            unanswered = null;
            if (isType(answer, "error")) {
                note(answer, text);
            } else {
                connection.replica.returned(sent);
            }
        }

        private void note(JsonNode error, String text) throws IOException {
            switch (text(error, "code")) {
                case "unavailable" -> refused.add(text);
                case "draining" -> {
                    refused.add(text);
                    state = "draining";
                    while (true) {
                        read();
                    }
                }
                default -> surprises.add(text + ": " + error);
            }
        }

        /** Sends a command until it is not answered as unavailable. */
        private JsonNode ask(String command, Predicate<JsonNode> isAnswer, Set<String> codes) throws IOException {
            JsonNode answer = tryOnce(command, isAnswer);
            while (isType(answer, "error") && !isClosed) {
                String code = text(answer, "code");
                if (codes.contains(code)) {
                    return answer;
                }
                if (!code.equals("unavailable") && !code.equals("draining")) {
                    surprises.add(command + ": " + answer);
                }
                LockSupport.parkNanos(RECONNECT_NANOS * 5);
                answer = tryOnce(command, isAnswer);
            }
            return answer;
        }

        private JsonNode tryOnce(String command, Predicate<JsonNode> isAnswer) throws IOException {
            state = command;
            send(command);
            JsonNode next = read();
            while (!isAnswer.test(next) && !isType(next, "error")) {
                next = read();
            }
            return next;
        }

        private void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        private JsonNode read() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("{")) {
                line = lines.readLine(); // The first lines are not JSON yet.
            }
            if (line == null || isClosed) {
                throw new IOException("the connection has ended");
            }
            JsonNode next = mapper.readTree(line);
            switch (text(next, "type")) {
                case "resumable" -> token = text(next, "token");
                case "bye" -> ended(next);
                case "left" -> left.put(text(next, "from"), System.nanoTime());
                case "pong" -> {
                    if (!connection.pongs.add(text(next, "token"))) {
                        surprises.add("twice on one connection: " + line);
                    }
                }
                default -> {}
            }
            if (next.has("id")) {
                received(next);
            }
            return next;
        }

        private void received(JsonNode event) {
            long id = Long.parseLong(text(event, "id"));
            connection.add(new Received(id, text(event, "type"), text(event, "room"), text(event, "text")));
            highest = Math.max(highest, id);
            if (!isResuming) {
                lastId = Math.max(lastId, id);
            }
            if (text(event, "text").equals(unanswered)) {
                unanswered = null;
            }
        }

        private void ended(JsonNode bye) throws IOException {
            if (bye.has("token")) {
                token = text(bye, "token");
            }
            if (!text(bye, "code").equals("restart")) {
                surprises.add(bye.toString());
            }
            throw new IOException("the replica has ended the connection");
        }

        private boolean isOwnRename(JsonNode answer) {
            return isType(answer, "renamed") && answer.path("you").asBoolean();
        }

        private static boolean isType(JsonNode node, String type) {
            return text(node, "type").equals(type);
        }

        private static String text(JsonNode node, String field) {
            return node.path(field).asString("");
        }
    }
}
