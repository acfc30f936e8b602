/** REST resource of rooms. */
@NullMarked
package dev.parley.rest.rooms;

import org.jspecify.annotations.NullMarked;
