/** The resource clients of the REST API. */
@NullMarked
package dev.parley.rest.clients;

import org.jspecify.annotations.NullMarked;
