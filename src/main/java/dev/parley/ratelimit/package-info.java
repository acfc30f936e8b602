/** Rate limits by key, such as one for each address; those on the way of each line are {@code session.Rate}. */
@NullMarked
package dev.parley.ratelimit;

import org.jspecify.annotations.NullMarked;
