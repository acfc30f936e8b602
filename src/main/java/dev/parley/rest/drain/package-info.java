/** The resource drain of the REST API. */
@NullMarked
package dev.parley.rest.drain;

import org.jspecify.annotations.NullMarked;
