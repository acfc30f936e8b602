/** The monotonic clock, deadlines, and the rate limiter of the sessions' hot path. */
@NullMarked
package dev.parley.time;

import org.jspecify.annotations.NullMarked;
