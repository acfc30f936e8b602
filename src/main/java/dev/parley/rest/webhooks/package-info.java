/** The resource webhooks of the REST API. */
@NullMarked
package dev.parley.rest.webhooks;

import org.jspecify.annotations.NullMarked;
