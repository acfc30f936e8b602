package dev.parley.rest.security;

import dev.parley.time.MonotonicClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestTemplate;

/**
 * Limits the requests for the metadata and the keys of the token issuer. Anyone can cause one, by a token with an
 * unknown key: the same request is sent at most once per 30 s, and its result, a response or a failure, is used again
 * until then. Safe for any thread; callers wait for each other.
 */
final class IssuerRequests implements ClientHttpRequestInterceptor {
    /** Shortest time between two requests for the same address. */
    static final Duration INTERVAL = Duration.ofSeconds(30);

    /** Longest time of one request until the last byte of its response. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Largest response; a larger one is a failure. */
    static final int MAX_BYTES = 64 * 1024;

    /** Age up to which a result is used for a caller that may not send a request. */
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    /** Bound while the caller may not cause a request. */
    private static final ScopedValue<Boolean> IS_PASSIVE = ScopedValue.newInstance();

    private final MonotonicClock clock;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();

    /** Last results: the addresses are few, as they are those of the configured issuer. Guarded by the lock. */
    private final Map<URI, LastResult> lastResults = new HashMap<>();

    /** Result of a request: a response, or a failure. */
    private sealed interface LastResult {
        long nanos();

        ClientHttpResponse get() throws IOException;
    }

    private record Success(StoredResponse response, long nanos) implements LastResult {
        @Override
        public ClientHttpResponse get() {
            return response;
        }
    }

    private record Failure(IOException cause, long nanos) implements LastResult {
        @Override
        public ClientHttpResponse get() throws IOException {
            throw new IOException(cause.getMessage(), cause);
        }
    }

    /** A response that can be read more than once. */
    private record StoredResponse(HttpStatusCode status, String text, HttpHeaders headers, byte[] content)
            implements ClientHttpResponse {
        static StoredResponse read(ClientHttpResponse response) throws IOException {
            try (response) {
                byte[] content = response.getBody().readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw new IOException("The response is larger than " + MAX_BYTES + " bytes");
                }
                return new StoredResponse(
                        response.getStatusCode(), response.getStatusText(), response.getHeaders(), content);
            }
        }

        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public String getStatusText() {
            return text;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public void close() {}
    }

    IssuerRequests(MonotonicClock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Returns a client whose requests are limited. */
    static RestTemplate template(MonotonicClock clock, Duration timeout) {
        var template = new RestTemplate();
        template.setInterceptors(List.of(new IssuerRequests(clock, timeout)));
        return template;
    }

    /** Runs a task that uses recent results only, and fails instead of sending a request. */
    static <T> T withoutRequests(Supplier<T> task) {
        return ScopedValue.where(IS_PASSIVE, true).call(task::get);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        lock.lock();
        try {
            LastResult last = lastResults.get(request.getURI());
            Duration usable = IS_PASSIVE.isBound() ? MAX_AGE : INTERVAL;
            if (last != null && clock.nanos() - last.nanos() < usable.toNanos()) {
                return last.get();
            }
            if (IS_PASSIVE.isBound()) {
                throw new IOException("The caller may not cause a request to the issuer");
            }
            LastResult result = send(() -> StoredResponse.read(execution.execute(request, body)));
            lastResults.put(request.getURI(), result);
            return result.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a request on a thread of its own, which is interrupted at the deadline: that closes its socket.
     *
     * @throws InterruptedIOException if the caller is interrupted, which says nothing about the issuer
     */
    private LastResult send(Callable<StoredResponse> request) throws InterruptedIOException {
        var response = new FutureTask<>(request);
        Thread.startVirtualThread(response);
        IOException failure;
        try {
            return new Success(response.get(timeout.toNanos(), TimeUnit.NANOSECONDS), clock.nanos());
        } catch (TimeoutException e) {
            failure = new IOException("No complete response within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            failure = new IOException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
        response.cancel(true);
        return new Failure(failure, clock.nanos());
    }
}
