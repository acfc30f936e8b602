/** The resource accounts of the REST API. */
@NullMarked
package dev.parley.rest.accounts;

import org.jspecify.annotations.NullMarked;
