/** Rate limiters with one limit for each key, such as an address. */
@NullMarked
package dev.parley.ratelimit;

import org.jspecify.annotations.NullMarked;
