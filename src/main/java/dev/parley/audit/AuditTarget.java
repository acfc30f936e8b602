package dev.parley.audit;

import java.util.Optional;

/** Target of an action in its records. If it is an id, the name of what has the id follows in parentheses. */
public final class AuditTarget {
    private AuditTarget() {}

    /** @param name empty if nothing has the id, or its name is unknown */
    public static String of(String id, Optional<String> name) {
        return id + name.map(known -> " (" + known + ")").orElse("");
    }
}
