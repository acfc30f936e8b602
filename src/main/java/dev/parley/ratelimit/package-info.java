/** Rate limits by key, such as one for each address. */
@NullMarked
package dev.parley.ratelimit;

import org.jspecify.annotations.NullMarked;
