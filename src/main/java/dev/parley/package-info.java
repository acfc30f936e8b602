/** Starts Spring, binds the properties, and wires the packages that do not depend on Spring. */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
