/** The resource loggers of the REST API. */
@NullMarked
package dev.parley.rest.loggers;

import org.jspecify.annotations.NullMarked;
