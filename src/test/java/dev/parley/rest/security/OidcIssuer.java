package dev.parley.rest.security;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect issuer: where it is discovered, its keys, tokens signed by it, and the sign-in of one user. */
public final class OidcIssuer implements AutoCloseable {
    public static final String AUDIENCE = "parley-admin";

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
    private volatile @Nullable Consumer<JWTClaimsSet.Builder> signedIn;
    private final List<Map<String, String>> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger refreshes = new AtomicInteger();
    private volatile int expiresIn = 60;
    private volatile boolean isRefreshable;

    public OidcIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"subject_types_supported\":[\"public\"],"
                                        .formatted(uri())
                                + "\"authorization_endpoint\":\"%1$s/authorize\",\"token_endpoint\":\"%1$s/token\"}"
                                        .formatted(uri())));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::exchange);
        server.createContext("/keys", exchange -> {
            keyRequests.incrementAndGet();
            hanging.ifPresentOrElse(
                    until -> hang(exchange, until),
                    () -> answer(exchange, new JWKSet(key.toPublicJWK()) + " ".repeat(padding)));
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** From now on it signs in a user with these claims at once; nobody for null. */
    public void signsIn(@Nullable Consumer<JWTClaimsSet.Builder> user) {
        signedIn = user;
    }

    /** Queries of the sign-ins so far. */
    public List<Map<String, String>> authorizations() {
        return authorizations;
    }

    /** Tokens from now on are said to expire after this time, and come with a refresh token or without. */
    public void tokensExpireIn(int seconds, boolean isRefreshable) {
        expiresIn = seconds;
        this.isRefreshable = isRefreshable;
    }

    /** Number of tokens that were renewed by a refresh token. */
    public int refreshes() {
        return refreshes.get();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        authorizations.add(query);
        String answer = signedIn == null ? "error=login_required" : "code=" + authorizations.size();
        exchange.getResponseHeaders()
                .set("Location", query.get("redirect_uri") + "?" + answer + "&state=" + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /** Answers with a token if the verifier is that of the code's challenge (RFC 7636, section 4.6). */
    private void exchange(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        boolean isRefresh = "refresh_token".equals(form.get("grant_type"));
        if (isRefresh) {
            refreshes.incrementAndGet();
        }
        boolean isRight = isRefresh ? "refresh-1".equals(form.get("refresh_token")) : isRightCode(form);
        answer(
                exchange,
                isRight
                        ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d%s}"
                                .formatted(
                                        token(signedIn),
                                        expiresIn,
                                        isRefreshable ? ",\"refresh_token\":\"refresh-1\"" : "")
                        : "{\"error\":\"invalid_grant\"}");
    }

    private boolean isRightCode(Map<String, String> form) {
        Map<String, String> query = authorizations.get(Integer.parseInt(form.get("code")) - 1);
        return sha256(form.get("code_verifier")).equals(query.get("code_challenge"))
                && "S256".equals(query.get("code_challenge_method"))
                && form.get("redirect_uri").equals(query.get("redirect_uri"))
                && form.get("client_id").equals(query.get("client_id"));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String text) {
        return Stream.of(text.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> URLDecoder.decode(parts[1], UTF_8)));
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
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        try (exchange) {
            exchange.sendResponseHeaders(isBroken ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uri() {
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

    public static Consumer<JWTClaimsSet.Builder> as(String name, String... roles) {
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
