package dev.parley.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers HTTP requests with given bytes, then with an empty 200, and keeps connections open. */
final class RawHttpServer implements AutoCloseable {
    /** After an answer: the connection is closed. */
    static final String CLOSE = "\0close";

    /** After an answer: nothing more until the server is closed. */
    static final String HANG = "\0hang";

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final int BODY_BYTES = 2;

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closedOne = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    RawHttpServer() throws IOException {
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.startVirtualThread(() -> serve(socket));
                }
            } catch (IOException e) {
                ended.countDown();
            }
        });
    }

    void answers(String... all) {
        answers.addAll(List.of(all));
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    int connections() {
        return connections.get();
    }

    /** Heads of the requests, without the last empty line. */
    List<String> requests() {
        return requests;
    }

    void awaitClosed() throws InterruptedException {
        closedOne.await(10, TimeUnit.SECONDS);
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (request(in)) {
                String answer = Objects.requireNonNullElse(answers.poll(), OK);
                String[] parts = answer.split("\0", 2);
                socket.getOutputStream().write(parts[0].getBytes(StandardCharsets.US_ASCII));
                if (answer.endsWith(HANG)) {
                    ended.await();
                }
                if (answer.endsWith(CLOSE)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // the client has gone
        } finally {
            closedOne.countDown();
        }
    }

    private boolean request(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        in.readNBytes(BODY_BYTES);
        requests.add(head.toString().strip());
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        ended.countDown();
    }
}
