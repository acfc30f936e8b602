/** Starts Spring, binds the properties, and wires the packages that know nothing of it. */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
