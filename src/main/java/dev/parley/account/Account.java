package dev.parley.account;

import dev.parley.protocol.Nick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered name.
 *
 * @param role operator role of the account's owner; null if the owner is no operator
 */
public record Account(
        Nick name, Instant createdAt, @Nullable String role) {}
