/** Implements the metrics ports of the other packages with Micrometer. */
@NullMarked
package dev.parley.metrics;

import org.jspecify.annotations.NullMarked;
