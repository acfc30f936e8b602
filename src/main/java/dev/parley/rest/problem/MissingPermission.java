package dev.parley.rest.problem;

import dev.parley.operator.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationResult;

/**
 * Refusal because the caller lacks a permission.
 *
 * @param needed permission that the call needs; null if no role may make the call
 */
public record MissingPermission(@Nullable Permission needed) implements AuthorizationResult {
    @Override
    public boolean isGranted() {
        return false;
    }
}
