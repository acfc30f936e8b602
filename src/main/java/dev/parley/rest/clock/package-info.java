/** REST resource for the clock, by which old messages and events are deleted. */
@NullMarked
package dev.parley.rest.clock;

import org.jspecify.annotations.NullMarked;
