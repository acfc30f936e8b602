/** REST resource of webhooks. */
@NullMarked
package dev.parley.rest.webhooks;

import org.jspecify.annotations.NullMarked;
