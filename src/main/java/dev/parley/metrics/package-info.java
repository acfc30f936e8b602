/** Counts what the others report, through ports they declare. */
@NullMarked
package dev.parley.metrics;

import org.jspecify.annotations.NullMarked;
