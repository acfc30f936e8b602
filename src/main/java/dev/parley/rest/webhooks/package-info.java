/** REST resources under {@code /api/v1/webhooks}. */
@NullMarked
package dev.parley.rest.webhooks;

import org.jspecify.annotations.NullMarked;
