package dev.parley.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filter of audit records. A record matches if it meets all given criteria.
 *
 * @param actor whole name of the operator, with or without the identity in parentheses
 * @param target whole target, in upper or lower case
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable AuditAction action,
        @Nullable String target) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null);

    /** Returns the conditions of the filter with names of {@link #parameters}, each after an AND. */
    String conditions() {
        return (actor == null ? "" : " AND (actor = :actor OR substr(actor, 1, :prefixLength) = :prefix)")
                + (action == null ? "" : " AND action = :action")
                + (target == null ? "" : " AND lower(target) = lower(:target)");
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (actor != null) {
            String prefix = actor + " (";
            parameters.put("actor", actor);
            parameters.put("prefix", prefix);
            parameters.put("prefixLength", prefix.codePointCount(0, prefix.length()));
        }
        if (action != null) {
            parameters.put("action", action.label());
        }
        if (target != null) {
            parameters.put("target", target);
        }
        return parameters;
    }
}
