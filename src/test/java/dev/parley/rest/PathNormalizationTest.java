package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nobody comes in by a path that one part of the service reads otherwise than another. */
@StartedParley
class PathNormalizationTest {
    private static final int REQUESTS = 5_000;
    private static final long SEED = 20_261_125;
    private static final int AT_ONCE = 8;

    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "GET",
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "get",
            "PROPFIND",
            "CONNECT",
            "FOO");
    private static final List<String> PATHS = List.of(
            "/api/v1/me",
            "/api/v1/status",
            "/api/v1/stats",
            "/api/v1/clients",
            "/api/v1/clients/x",
            "/api/v1/rooms",
            "/api/v1/rooms/lobby/messages",
            "/api/v1/bans",
            "/api/v1/tokens",
            "/api/v1/drain",
            "/api/v1/backup",
            "/api/v1/announcements",
            "/api/v1/loggers/dev.parley",
            "/actuator/health",
            "/error",
            "/v3/api-docs",
            "/");
    private static final List<String> INSERTS = List.of(
            "%2e%2e/",
            "%2e%2e%2f",
            "../",
            "./",
            "%u002e%u002e/",
            "..;/",
            ";/",
            ";x=y",
            ";.json",
            "//",
            "/%2f",
            "\\",
            "%5c",
            "..%5c",
            "%00",
            "%2500",
            "%252e%252e/",
            "%c0%ae%c0%ae/",
            "%ef%bc%8f",
            "..%c0%af",
            "%0d%0a",
            "%09",
            "%20",
            "?",
            "#",
            "/.",
            ".html",
            ".json",
            ".css",
            "*",
            "%3b",
            "@",
            ":",
            "~",
            "setup/setup-/",
            "static/",
            "public/",
            "error/",
            "actuator/health/");
    private static final List<String> HEADERS = List.of(
            "",
            "",
            "",
            "X-Original-URL: /error\r\n",
            "X-Rewrite-URL: /actuator/health\r\n",
            "X-Forwarded-For: 127.0.0.1\r\n",
            "X-Forwarded-Prefix: /actuator\r\n",
            "X-Forwarded-User: admin\r\n",
            "X-HTTP-Method-Override: GET\r\n",
            "Forwarded: for=127.0.0.1\r\n",
            "Cookie: JSESSIONID=1\r\n",
            "X-Authorization: Bearer x\r\n");

    @Autowired
    OperatorClient operator;

    @Test
    void unusualPathsAreNotServedWithoutAToken() throws InterruptedException {
        var random = new Random(SEED);
        List<String> requests =
                IntStream.range(0, REQUESTS).mapToObj(i -> request(random)).toList();

        Map<String, Integer> answers = answers(requests);

        assertThat(answers).hasSizeGreaterThan(REQUESTS / 2);
        assertThat(answers)
                .as("statuses %s", counted(answers.values()))
                .allSatisfy((request, status) ->
                        assertThat(status).matches(number -> number >= 400 && number < 500 || number == 501));
        assertThat(answers.values()).contains(401, 400);
    }

    private Map<String, Integer> answers(List<String> requests) throws InterruptedException {
        var http = new RawHttp(operator.port());
        ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(IntStream.range(0, AT_ONCE)
                            .mapToObj(i -> Executors.callable(() -> {
                                for (int n = next.getAndIncrement(); n < REQUESTS; n = next.getAndIncrement()) {
                                    answers.put(requests.get(n), http.status(requests.get(n)));
                                }
                            }))
                            .toList())
                    .forEach(done -> assertThat(done.state()).isEqualTo(Future.State.SUCCESS));
        }
        return answers;
    }

    private static Map<Integer, Long> counted(Collection<Integer> statuses) {
        Map<Integer, Long> counted = new TreeMap<>();
        statuses.forEach(status -> counted.merge(status, 1L, Long::sum));
        return counted;
    }

    private static String request(Random random) {
        return one(METHODS, random) + " " + path(random) + " HTTP/1.1\r\nHost: localhost\r\n" + one(HEADERS, random)
                + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }

    private static String path(Random random) {
        var path = new StringBuilder(one(PATHS, random));
        for (int tricks = random.nextInt(1, 4); tricks > 0; tricks--) {
            int at = random.nextInt(path.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> path.replace(0, path.length(), mixedCase(path.toString(), random));
                case 1 -> path.insert(0, "http://localhost");
                case 2 -> path.replace(0, path.length(), encoded(path.toString(), random));
                default -> path.insert(at, one(INSERTS, random));
            }
        }
        return path.toString();
    }

    private static String mixedCase(String path, Random random) {
        int at = random.nextInt(path.length());
        return path.substring(0, at) + path.substring(at).toUpperCase(Locale.ROOT);
    }

    private static String encoded(String path, Random random) {
        int at = random.nextInt(path.length());
        return path.substring(0, at) + "%%%02x".formatted((int) path.charAt(at)) + path.substring(at + 1);
    }

    private static String one(List<String> many, Random random) {
        return many.get(random.nextInt(many.size()));
    }
}
