package dev.parley.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.parley.scenario.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The API of Kubernetes, which notes the requests, and accepts all of them unless it is made to refuse some. */
final class FakeKubernetesApi implements AutoCloseable {
    private final HttpsServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile String refused = "nothing";

    FakeKubernetesApi(SelfSignedCertificate certificate) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.trusting(certificate)));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    List<String> requests() {
        return requests;
    }

    /** Answers the next requests with these statuses, and later ones with 200. */
    void answerNext(int... statuses) {
        IntStream.of(statuses).forEach(answers::add);
    }

    /** Refuses requests that contain this text. */
    void refuseBodiesWith(String text) {
        refused = text;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        requests.add(String.join(
                " ",
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers.getFirst("Authorization"),
                headers.getFirst("Content-Type"),
                body));
        Integer status = answers.poll();
        exchange.sendResponseHeaders(body.contains(refused) ? 403 : status == null ? 200 : status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
