/** REST resources for the state of the service. */
@NullMarked
package dev.parley.rest.status;

import org.jspecify.annotations.NullMarked;
