/** Authentication, permissions and request limits of the REST API. */
@NullMarked
package dev.parley.rest.security;

import org.jspecify.annotations.NullMarked;
