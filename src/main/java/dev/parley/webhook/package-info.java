/** Delivers activity to HTTP receivers, signed and in order. */
@NullMarked
package dev.parley.webhook;

import org.jspecify.annotations.NullMarked;
