/** The resource events of the REST API. */
@NullMarked
package dev.parley.rest.events;

import org.jspecify.annotations.NullMarked;
