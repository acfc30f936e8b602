/** REST resource of the audit. */
@NullMarked
package dev.parley.rest.audit;

import org.jspecify.annotations.NullMarked;
