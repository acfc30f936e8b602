/** The actions of operators, append-only and hash-chained. */
@NullMarked
package dev.parley.audit;

import org.jspecify.annotations.NullMarked;
