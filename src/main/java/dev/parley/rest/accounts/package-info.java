/** REST resources under {@code /api/v1/accounts}. */
@NullMarked
package dev.parley.rest.accounts;

import org.jspecify.annotations.NullMarked;
