package dev.parley.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Filter of audit records. A record matches if it meets all given criteria.
 *
 * @param actor whole name of the operator, with or without the identity in parentheses
 * @param targets whole targets, of which one must match, in upper or lower case; each may be only the id or only the
 *     name of an {@link AuditTarget}. Empty for all targets
 * @param isOnce whether each action has one record: its result or, if it has none, its request
 */
public record AuditFilter(@Nullable String actor, @Nullable AuditAction action, Set<String> targets, boolean isOnce) {
    public static final AuditFilter ALL = new AuditFilter(null, null, Set.of(), false);

    private static final String ONCE =
            " AND (begun IS NOT NULL OR NOT EXISTS (SELECT 1 FROM audit AS ended WHERE ended.begun = audit.id))";

    public AuditFilter {
        targets = Collections.unmodifiableSet(new LinkedHashSet<>(targets));
    }

    /** Returns the conditions of the filter with names of {@link #parameters}, each after an AND. */
    String conditions() {
        return (actor == null ? "" : " AND (actor = :actor OR substr(actor, 1, :prefixLength) = :prefix)")
                + (action == null ? "" : " AND action = :action")
                + (targets.isEmpty() ? "" : " AND (" + targetConditions() + ")")
                + (isOnce ? ONCE : "");
    }

    private String targetConditions() {
        return IntStream.range(0, targets.size())
                .mapToObj(i -> """
                        lower(target) = lower(:target%1$d)
                        OR lower(target) LIKE lower(:id%1$d) ESCAPE '!'
                        OR lower(target) LIKE lower(:name%1$d) ESCAPE '!'""".formatted(i))
                .collect(Collectors.joining(" OR "));
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
        int i = 0;
        for (String target : targets) {
            String pattern = target.replaceAll("[!%_]", "!$0");
            parameters.put("target" + i, target);
            parameters.put("id" + i, pattern + " (%)");
            parameters.put("name" + i, "% (" + pattern + ")");
            i++;
        }
        return parameters;
    }
}
