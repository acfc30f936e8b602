package dev.parley.operator;

import dev.parley.moderation.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A valid request for a ban or mute.
 *
 * @param duration null for a permanent restriction
 * @param isForced whether to apply a ban despite warnings
 * @param isShadow whether the target of a mute must not notice the mute
 */
record RestrictionTerms(
        Target target, @Nullable Duration duration, String reason, boolean isForced, boolean isShadow) {}
