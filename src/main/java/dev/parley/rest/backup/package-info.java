/** The backup over REST. */
@NullMarked
package dev.parley.rest.backup;

import org.jspecify.annotations.NullMarked;
