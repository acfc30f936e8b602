/** Append-only, hash-chained log of operators' actions. */
@NullMarked
package dev.parley.audit;

import org.jspecify.annotations.NullMarked;
