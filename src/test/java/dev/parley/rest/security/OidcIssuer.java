package dev.parley.rest.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An OpenID Connect issuer: where it is discovered, its keys, and tokens signed by it. */
final class OidcIssuer implements AutoCloseable {
    static final String AUDIENCE = "parley-admin";

    // Made once, as each takes some 0.3 s.
    private static final RSAKey ISSUED = newKey();
    private static final RSAKey CHANGED = newKey();
    private static final RSAKey FOREIGN = newKey();

    private final HttpServer server;
    private volatile RSAKey key = ISSUED;
    private final AtomicInteger keyRequests = new AtomicInteger();
    private volatile boolean isBroken;
    private volatile Optional<CountDownLatch> hanging = Optional.empty();
    private volatile int padding;

    OidcIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"subject_types_supported\":[\"public\"]}"
                                .formatted(uri())));
        server.createContext("/keys", exchange -> {
            keyRequests.incrementAndGet();
            hanging.ifPresentOrElse(
                    until -> hang(exchange, until),
                    () -> answer(exchange, new JWKSet(key.toPublicJWK()) + " ".repeat(padding)));
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Begins a response and does not end it. */
    private static void hang(HttpExchange exchange, CountDownLatch until) {
        try {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            until.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** Number of requests for its keys. */
    int keyRequests() {
        return keyRequests.get();
    }

    /** From now on it sends only the beginning of its keys, until then. */
    void hangs(CountDownLatch until) {
        hanging = Optional.of(until);
    }

    /** From now on its keys are followed by this number of spaces. */
    void pads(int bytes) {
        padding = bytes;
    }

    private void answer(HttpExchange exchange, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(isBroken ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it answers nothing but errors, or does again. */
    void breaks(boolean isBroken) {
        this.isBroken = isBroken;
    }

    /** Tokens from now on are signed by another key. */
    void changesKey() {
        key = CHANGED;
    }

    /** One that is good for a minute, unless it is changed. */
    String token(Consumer<JWTClaimsSet.Builder> changes) {
        return token(key, changes);
    }

    /** One that says it is signed by the issuer's key, and is not. */
    String forged(Consumer<JWTClaimsSet.Builder> changes) {
        return token(withId(FOREIGN, key.getKeyID()), changes);
    }

    /** One that is signed by a key that nobody knows. */
    String stranger(Consumer<JWTClaimsSet.Builder> changes) {
        return token(withId(FOREIGN, UUID.randomUUID().toString()), changes);
    }

    private String token(RSAKey signedBy, Consumer<JWTClaimsSet.Builder> changes) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(uri())
                .subject("248289761001")
                .audience(AUDIENCE)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
        changes.accept(claims);
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(signedBy.getKeyID())
                    .build();
            var token = new SignedJWT(header, claims.build());
            token.sign(new RSASSASigner(signedBy));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Consumer<JWTClaimsSet.Builder> as(String name, String... roles) {
        return claims ->
                claims.claim("preferred_username", name).claim("realm_access", Map.of("roles", List.of(roles)));
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey withId(RSAKey key, String id) {
        return new RSAKey.Builder(key).keyID(id).build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
