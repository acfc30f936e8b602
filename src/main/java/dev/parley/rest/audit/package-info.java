/** REST resources under {@code /api/v1/audit}, and the undo of actions. */
@NullMarked
package dev.parley.rest.audit;

import org.jspecify.annotations.NullMarked;
