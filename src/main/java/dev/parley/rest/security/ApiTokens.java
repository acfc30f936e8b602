package dev.parley.rest.security;

import dev.parley.database.StoredState;
import dev.parley.operator.Role;
import dev.parley.protocol.EventIds;
import dev.parley.rest.problem.ApiProblem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Tokens that operators created. All tokens are kept in memory, so that valid tokens are accepted and revoked tokens
 * refused even if the database does not respond. Safe for any thread; only creating tokens and storing changes wait for
 * the database.
 */
public final class ApiTokens implements StoredState {
    private static final Logger log = LoggerFactory.getLogger(ApiTokens.class);

    /** Most tokens; a further one is refused. Expired tokens do not count. */
    static final int MAX_TOKENS = 1_000;

    private final Map<String, ApiToken> byHash = new ConcurrentHashMap<>();

    /** Hashes of the tokens that were used since the times of use were last stored. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** Numbers of tokens that are revoked, but still in the database. */
    private final Set<Long> toRemove = ConcurrentHashMap.newKeySet();

    private final ApiTokenStore store;
    private final InstantSource clock;
    private final EventIds ids;

    /** @param secret the token itself, which is shown once and not kept */
    public record Issued(ApiToken token, String secret) {}

    ApiTokens(ApiTokenStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.ids = new EventIds(clock);
    }

    @Override
    public void load() {
        for (ApiToken token : store.all()) {
            byHash.put(token.hash(), token);
            ids.startAbove(token.number());
        }
    }

    /** Looks up a token and marks it as used; empty if the token is unknown or expired. */
    Optional<ApiToken> use(String secret) {
        Instant now = now();
        String hash = ApiToken.hash(secret);
        ApiToken found = byHash.computeIfPresent(hash, (same, token) -> token.isOver(now) ? token : token.usedAt(now));
        if (found == null || found.isOver(now)) {
            return Optional.empty();
        }
        used.add(hash);
        return Optional.of(found);
    }

    /**
     * Returns the tokens that were created after the token with this id. That token may be deleted; null starts with the
     * first one.
     */
    public List<ApiToken> after(@Nullable String id) {
        long last = id == null ? 0 : Long.parseLong(id, Character.MAX_RADIX);
        return byHash.values().stream()
                .filter(token -> token.number() > last)
                .sorted(Comparator.comparingLong(ApiToken::number))
                .toList();
    }

    /** @param expiry function from the time of creation to the time of expiry; null for a token that never expires */
    public synchronized Issued make(
            String name, Role role, String createdBy, Function<Instant, @Nullable Instant> expiry) {
        Instant now = now();
        Instant expiresAt = expiry.apply(now);
        List<ApiToken> over =
                byHash.values().stream().filter(token -> token.isOver(now)).toList();
        // a token's messages have its name as a nick, which has no case
        boolean isTaken =
                byHash.values().stream().anyMatch(token -> token.name().equalsIgnoreCase(name) && !token.isOver(now));
        if (isTaken) {
            throw ApiProblem.tokenExists(name);
        }
        if (byHash.size() - over.size() >= MAX_TOKENS) {
            throw ApiProblem.tooManyTokens(MAX_TOKENS);
        }
        String secret = TokenGenerator.make();
        var token = new ApiToken(
                ids.next(),
                name,
                ApiToken.hash(secret),
                role,
                now,
                createdBy,
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS),
                null);
        if (!isDone(token, store::add)) {
            throw ApiProblem.unavailable("The token could not be saved, and was not created; try again later.");
        }
        over.stream()
                .filter(old -> old.name().equals(name) || byHash.size() >= MAX_TOKENS)
                .forEach(this::forget);
        byHash.put(token.hash(), token);
        return new Issued(token, secret);
    }

    /** Revokes a token, which is refused from now on; returns empty if there is no token with this id. */
    public Optional<ApiToken> revoke(String id) {
        return find(id).filter(this::forget);
    }

    public Optional<ApiToken> find(String id) {
        return byHash.values().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /** Removes a token from memory; returns whether it was there. */
    private boolean forget(ApiToken token) {
        boolean wasThere = byHash.remove(token.hash()) != null;
        if (wasThere) {
            toRemove.add(token.number());
        }
        return wasThere;
    }

    /** Deletes revoked tokens from the database. If this fails, the next call tries again. */
    public boolean storeRemovals() {
        Set<Long> numbers = Set.copyOf(toRemove);
        boolean isDone = numbers.isEmpty() || isDone(numbers, store::remove);
        if (isDone) {
            toRemove.removeAll(numbers);
        }
        return isDone;
    }

    /**
     * Stores when tokens were last used. Called once a minute, because a write for each request would cost too much.
     */
    void tidy() {
        storeRemovals();
        Set<String> hashes = Set.copyOf(used);
        Collection<ApiToken> tokens =
                hashes.stream().map(byHash::get).filter(Objects::nonNull).toList();
        if (tokens.isEmpty() || isDone(tokens, store::used)) {
            used.removeAll(hashes);
        }
    }

    private static <T> boolean isDone(T what, Consumer<T> storing) {
        try {
            storing.accept(what);
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "Could not save changes of API tokens, retrying: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return false;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
