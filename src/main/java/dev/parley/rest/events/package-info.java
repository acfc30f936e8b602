/** REST resources under {@code /api/v1/events}. */
@NullMarked
package dev.parley.rest.events;

import org.jspecify.annotations.NullMarked;
