/** Stores chat events before they are broadcast, and reads them back by id. */
@NullMarked
package dev.parley.history;

import org.jspecify.annotations.NullMarked;
