package dev.parley.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filter of audit records. A record matches if it meets all given criteria.
 *
 * @param actor whole name of the operator, with or without the identity in parentheses
 * @param target whole target, in upper or lower case
 * @param isOnce whether each action has one record: its result or, if it has none, its request
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable AuditAction action,
        @Nullable String target,
        boolean isOnce) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, false);

    private static final String ONCE =
            " AND (begun IS NOT NULL OR NOT EXISTS (SELECT 1 FROM audit AS ended WHERE ended.begun = audit.id))";

    /** Returns the conditions of the filter with names of {@link #parameters}, each after an AND. */
    String conditions() {
        return (actor == null ? "" : " AND (actor = :actor OR substr(actor, 1, :prefixLength) = :prefix)")
                + (action == null ? "" : " AND action = :action")
                + (target == null ? "" : " AND lower(target) = lower(:target)")
                + (isOnce ? ONCE : "");
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
