/** Checks that the records of properties share. */
@NullMarked
package dev.parley.properties;

import org.jspecify.annotations.NullMarked;
