/** Stores what happens before anyone sees it, and recalls what was said by its id. */
@NullMarked
package dev.parley.history;

import org.jspecify.annotations.NullMarked;
