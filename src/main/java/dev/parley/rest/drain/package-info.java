/** The drain over REST. */
@NullMarked
package dev.parley.rest.drain;

import org.jspecify.annotations.NullMarked;
