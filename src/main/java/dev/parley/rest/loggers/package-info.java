/** REST resource of loggers. */
@NullMarked
package dev.parley.rest.loggers;

import org.jspecify.annotations.NullMarked;
