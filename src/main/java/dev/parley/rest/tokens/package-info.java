/** REST resources under {@code /api/v1/tokens}. */
@NullMarked
package dev.parley.rest.tokens;

import org.jspecify.annotations.NullMarked;
