/** The resource rooms of the REST API. */
@NullMarked
package dev.parley.rest.rooms;

import org.jspecify.annotations.NullMarked;
