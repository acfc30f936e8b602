package dev.parley.account;

import dev.parley.protocol.Nick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered name.
 *
 * @param role role of its owner as an operator; null for none
 */
public record Account(
        Nick name, Instant createdAt, @Nullable String role) {}
