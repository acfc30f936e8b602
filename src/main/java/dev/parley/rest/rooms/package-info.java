/** REST resources under {@code /api/v1/rooms}. */
@NullMarked
package dev.parley.rest.rooms;

import org.jspecify.annotations.NullMarked;
