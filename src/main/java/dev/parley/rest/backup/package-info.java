/** The resource backup of the REST API. */
@NullMarked
package dev.parley.rest.backup;

import org.jspecify.annotations.NullMarked;
