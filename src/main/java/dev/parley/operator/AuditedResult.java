package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * Result of an action, with the id of its audit record.
 *
 * @param action decimal id of the record; null if the record could not be written
 */
public record AuditedResult<T>(
        @JsonUnwrapped T result, @Nullable String action) {}
