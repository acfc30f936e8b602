/** The resource moderation of the REST API. */
@NullMarked
package dev.parley.rest.moderation;

import org.jspecify.annotations.NullMarked;
