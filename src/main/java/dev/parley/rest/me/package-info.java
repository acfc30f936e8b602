/** REST resource for the caller's own identity. */
@NullMarked
package dev.parley.rest.me;

import org.jspecify.annotations.NullMarked;
