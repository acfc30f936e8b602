package dev.parley.rest.security;

import dev.parley.operator.Role;
import dev.parley.protocol.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Data of a token that an operator created.
 *
 * @param hash of the token, which is random and long: it cannot be found by trying
 * @param expiresAt null for never
 * @param lastUsedAt null for never
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
