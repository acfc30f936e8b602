/** REST resources under {@code /api/v1/loggers}. */
@NullMarked
package dev.parley.rest.loggers;

import org.jspecify.annotations.NullMarked;
