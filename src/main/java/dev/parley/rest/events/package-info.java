/** REST resource of events. */
@NullMarked
package dev.parley.rest.events;

import org.jspecify.annotations.NullMarked;
