/** Ports of the sessions: what others implement for them, with the reasons of a disconnect. */
@NullMarked
package dev.parley.session.port;

import org.jspecify.annotations.NullMarked;
