/** REST resource of accounts. */
@NullMarked
package dev.parley.rest.accounts;

import org.jspecify.annotations.NullMarked;
