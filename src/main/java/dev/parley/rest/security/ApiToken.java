package dev.parley.rest.security;

import dev.parley.operator.Role;
import dev.parley.protocol.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Data of a token that an operator created.
 *
 * @param hash hash of the token; the token is too long and random to be found by trying
 * @param expiresAt null if the token never expires
 * @param lastUsedAt null if the token was never used
 */
public record ApiToken(
        long number,
        String name,
        String hash,
        Role role,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    static String hash(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }

    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    ApiToken usedAt(Instant now) {
        return new ApiToken(number, name, hash, role, createdAt, createdBy, expiresAt, now);
    }
}
