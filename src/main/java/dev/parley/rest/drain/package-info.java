/** REST resource of the drain. */
@NullMarked
package dev.parley.rest.drain;

import org.jspecify.annotations.NullMarked;
