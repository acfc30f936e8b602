package dev.parley.moderation;

/**
 * Warning to an operator before a ban or mute.
 *
 * @param needsForce whether the ban is refused until the operator has confirmed it; false for a mute
 */
public record ImpactWarning(Kind code, String text, boolean needsForce) {
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

        boolean needsForce() {
            return needsForce;
        }
    }
}
