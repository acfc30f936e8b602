/** REST resource of the drain, which disconnects all sessions before a stop. */
@NullMarked
package dev.parley.rest.drain;

import org.jspecify.annotations.NullMarked;
