/** The resource audit of the REST API. */
@NullMarked
package dev.parley.rest.audit;

import org.jspecify.annotations.NullMarked;
