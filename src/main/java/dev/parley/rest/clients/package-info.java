/** REST resources under {@code /api/v1/clients}. */
@NullMarked
package dev.parley.rest.clients;

import org.jspecify.annotations.NullMarked;
