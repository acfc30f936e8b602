/** The resource announcements of the REST API. */
@NullMarked
package dev.parley.rest.announcements;

import org.jspecify.annotations.NullMarked;
