/** The common parts of the REST API: pages, parameters, streams and the OpenAPI document. */
@NullMarked
package dev.parley.rest;

import org.jspecify.annotations.NullMarked;
