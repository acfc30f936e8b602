/** Moves lines between sockets and sessions, by Spring Integration's TCP adapters; and the health of that. */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
