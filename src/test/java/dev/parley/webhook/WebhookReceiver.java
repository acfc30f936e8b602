package dev.parley.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Where webhooks send to; it answers as it is told to, then with 200. */
public final class WebhookReceiver implements AutoCloseable {
    /** Instead of a status: no answer, until it is closed. */
    static final int HANG = 0;

    private final HttpServer server;
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<ReceivedRequest> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public record ReceivedRequest(
            String path, String id, String timestamp, String signature, String agent, String body) {}

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events?from=parley";
    }

    /** Answers with these, one after another, and then with 200. */
    void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    public List<ReceivedRequest> got() {
        return got;
    }

    List<String> bodies() {
        return got.stream().map(ReceivedRequest::body).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        got.add(new ReceivedRequest(
                exchange.getRequestURI().toString(),
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst("webhook-signature"),
                headers.getFirst("User-Agent"),
                body));
        int status = Objects.requireNonNullElse(answers.poll(), 200);
        if (status == HANG) {
            awaitEnd();
        } else {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
