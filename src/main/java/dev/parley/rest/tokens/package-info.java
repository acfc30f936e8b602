/** REST resource of tokens. */
@NullMarked
package dev.parley.rest.tokens;

import org.jspecify.annotations.NullMarked;
