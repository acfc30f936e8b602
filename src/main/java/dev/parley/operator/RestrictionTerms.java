package dev.parley.operator;

import dev.parley.moderation.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A valid request for a ban or a mute.
 *
 * @param duration null for good
 * @param isForced whether a ban is meant though there are warnings
 * @param isShadow whether the target of a mute is not to notice it
 */
record RestrictionTerms(
        Target target, @Nullable Duration duration, String reason, boolean isForced, boolean isShadow) {}
