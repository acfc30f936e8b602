package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Chat server that answers the requests of the client, records its lines, and sends what a test says. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile @Nullable Socket client;
    private volatile int connections;
    private volatile boolean isSilent;

    ScriptedServer() throws IOException {
        this(0);
    }

    ScriptedServer(int port) throws IOException {
        socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connected = socket.accept()) {
                client = connected;
                connections++;
                var lines =
                        new BufferedReader(new InputStreamReader(connected.getInputStream(), StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!isSilent) {
                        answer(line);
                    }
                    received.add(line);
                }
            } catch (IOException e) {
                // The client or the test has closed the socket.
            }
        }
    }

    private void answer(String line) throws IOException {
        if (line.startsWith("/ping ")) {
            send("{'type':'pong','token':'" + line.substring(6) + "'}");
        } else if (line.equals("/format json")) {
            send("{'type':'notice','text':'format json'}");
        } else if (line.equals("/help")) {
            String more = IntStream.rangeClosed(1, 9)
                    .mapToObj(i -> ",{'usage':'/c" + i + "','text':'a command'}")
                    .collect(Collectors.joining());
            send("{'type':'help','commands':[{'usage':'/history [N]','text':'last lines'}" + more + "]}");
        } else if (line.startsWith("/who")) {
            send("{'type':'who','room':'#lobby','names':['bob','birgit'],'listening':2}");
        } else if (line.startsWith("/since ")) {
            send("{'type':'history','since':'" + line.substring(7) + "','count':0,'complete':true}");
        } else if (line.startsWith("/quit")) {
            send("{'type':'bye','code':'quit','text':'goodbye'}");
            disconnect();
        } else if (line.equals("/nick taken")) {
            send("{'type':'error','code':'nick-in-use','text':'taken is taken'}");
        } else if (line.endsWith(" wrong-password")) {
            send("{'type':'error','code':'auth-failed','text':'wrong name or password'}");
        } else if (line.startsWith("/login ")) {
            send("{'type':'resumable','token':'token'}");
        } else if (line.startsWith("/say ")) {
            send("{'type':'message','id':'" + (100 + received.size()) + "','room':'#lobby','from':'anna','text':'"
                    + line.split(" ", 3)[2] + "'}");
        }
    }

    /** @param json line with apostrophes instead of quotation marks */
    void send(String json) throws IOException {
        client.getOutputStream().write((json.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Answers nothing from here on. */
    void becomeSilent() {
        isSilent = true;
    }

    void disconnect() throws IOException {
        client.close();
    }

    void awaitConnections(int count) {
        Awaitility.await().until(() -> connections >= count);
    }

    void awaitLine(String line) {
        Awaitility.await().untilAsserted(() -> assertThat(received).contains(line));
    }

    /** Returns the lines of the user: those that are no requests of the client. */
    List<String> typed() {
        return received.stream()
                .filter(line -> !line.matches("/(ping|format|help|who|since)\\b.*"))
                .map(line -> line.replaceFirst("key=\\S+", "key=K"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (client != null) {
            client.close();
        }
    }
}
