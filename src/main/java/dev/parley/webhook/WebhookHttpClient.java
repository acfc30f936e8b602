package dev.parley.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * Posts events to webhooks, and reuses one connection for each webhook. Connects only to addresses from its resolver,
 * without proxies; follows no redirects, retries nothing, and keeps no cookies. Safe for any thread.
 */
final class WebhookHttpClient implements AutoCloseable {
    /**
     * Most bytes of a response body that are read so that the connection can be reused; a longer body closes the
     * connection.
     */
    private static final int MAX_BODY = 65_536;

    /** Most bytes of a header line. An attempt whose response has a longer line fails. */
    private static final int MAX_HEADER_LINE = 16_384;

    /** Most header lines. An attempt whose response has more lines fails. */
    private static final int MAX_HEADERS = 100;

    /**
     * Most connections: one for each webhook, and one for each webhook that is being removed. A request waits for a
     * free connection until its deadline.
     */
    private static final int MAX_CONNECTIONS = 2 * Webhooks.MAX_WEBHOOKS;

    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(30);

    /** Time to connect to one address of a host. */
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofMilliseconds(3_300);

    private final PublicAddressResolver resolver;
    private final Callable<SSLContext> tls;
    private @Nullable CloseableHttpClient client;

    /** @param tls called at the first request */
    WebhookHttpClient(PublicAddressResolver resolver, Callable<SSLContext> tls) {
        this.resolver = resolver;
        this.tls = tls;
    }

    /** Returns the client, which is created at the first request: a start without webhooks does not wait for it. */
    private synchronized CloseableHttpClient client() throws IOException {
        if (client == null) {
            client = create(tls());
        }
        return client;
    }

    private SSLContext tls() throws IOException {
        try {
            return tls.call();
        } catch (Exception e) {
            throw new IOException(
                    "TLS cannot be used: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }

    private CloseableHttpClient create(SSLContext tls) {
        return HttpClients.custom()
                .setConnectionManager(connections(resolver, tls))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionKeepAlive(MAX_IDLE)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .evictIdleConnections(MAX_IDLE)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(DnsResolver resolver, SSLContext tls) {
        return new Unproxied()
                .setDnsResolver(resolver)
                // Java's own TLS verifies the host name.
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        tls, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_HEADER_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .build();
    }

    /** Connects without the proxy of Java's system properties, because a proxy would resolve host names itself. */
    private static final class Unproxied extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver resolver, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> new Socket(Proxy.NO_PROXY),
                    ports,
                    resolver,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", tls)
                            .build());
        }
    }

    /** @throws IOException if nothing can be sent to this URL; the exception's message is written for operators */
    void check(URI url, Duration timeout) throws IOException {
        resolver.resolve(WebhookUrl.host(url), timeout);
    }

    /**
     * Posts a body and reads the response.
     *
     * @param webhook key of the webhook, whose connection is used
     * @return status of the response
     * @throws IOException if there is no response in time; the exception's message is written for operators
     */
    int post(Object webhook, URI url, Map<String, String> headers, String body, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var request = new HttpPost(url);
        headers.forEach(request::addHeader);
        request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
        var context = HttpClientContext.create();
        context.setUserToken(webhook);
        Thread watch = Thread.startVirtualThread(() -> cancelAt(deadline, request));
        try {
            var target = new HttpHost(url.getScheme(), WebhookUrl.host(url), url.getPort());
            ClassicHttpResponse response = client().executeOpen(target, request, context);
            finish(request, response.getEntity());
            return response.getCode();
        } catch (IOException e) {
            throw System.nanoTime() - deadline < 0 ? e : new SocketTimeoutException("no response in time");
        } finally {
            watch.interrupt();
        }
    }

    /** Releases the connection at the end of the body. The status counts even if the body cannot be read. */
    private static void finish(HttpPost request, @Nullable HttpEntity entity) {
        if (entity == null) {
            return;
        }
        try {
            InputStream body = entity.getContent();
            if (body.readNBytes(MAX_BODY + 1).length > MAX_BODY) {
                request.cancel();
            }
        } catch (IOException e) {
            request.cancel();
        }
    }

    private static void cancelAt(long deadline, HttpPost request) {
        try {
            TimeUnit.NANOSECONDS.sleep(deadline - System.nanoTime());
            request.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the attempt has ended
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
