package dev.parley.kubernetes;

import java.util.Locale;

/** Role of a pod among the pods of one chat. */
enum PodRole {
    /** Serves the chat. */
    WRITER,

    /** Waits to take over the database. */
    STANDBY;

    /**
     * Returns the change of the pod that shows its role. The Service of the chat selects the label. Of two pods that
     * are ready, Kubernetes deletes the one with the lower cost first, so an upgrade replaces the standby first and the
     * chat moves once.
     */
    String mergePatch() {
        return """
                {"metadata":{"labels":{"parley.dev/role":"%s"},\
                "annotations":{"controller.kubernetes.io/pod-deletion-cost":"%d"}}}""".formatted(name().toLowerCase(Locale.ROOT), this == WRITER ? 1 : 0);
    }
}
