package dev.parley.moderation;

/** Warning to an operator before a ban or mute. */
public record ImpactWarning(Kind code, String text) {
    public enum Kind {
        SHARED_ADDRESS("shared-address", false),
        PROXY("proxy", true),
        PRIVATE_RANGE("private-range", true),
        OWN_SESSION("own-session", true);

        private final String code;
        private final boolean needsForce;

        Kind(String code, boolean needsForce) {
            this.code = code;
            this.needsForce = needsForce;
        }

        @Override
        public String toString() {
            return code;
        }

        /** Whether a ban with this warning is refused until the operator has confirmed it. */
        public boolean needsForce() {
            return needsForce;
        }
    }
}
