/** Problem details (RFC 9457) for every error of the REST API. */
@NullMarked
package dev.parley.rest.problem;

import org.jspecify.annotations.NullMarked;
