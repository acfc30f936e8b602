package dev.parley.rest.moderation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.operator.AuditedResult;
import dev.parley.operator.RestrictionActions.AppliedRestriction;
import org.jspecify.annotations.Nullable;

/**
 * A new ban or mute, with the id of its record in the audit.
 *
 * @param action decimal id; null if the record could not be written
 */
record AppliedView(
        @JsonUnwrapped AppliedRestriction applied, @Nullable String action) {
    static AppliedView of(AuditedResult<AppliedRestriction> result) {
        return new AppliedView(result.result(), result.action());
    }
}
