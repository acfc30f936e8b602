/** The resource tokens of the REST API. */
@NullMarked
package dev.parley.rest.tokens;

import org.jspecify.annotations.NullMarked;
