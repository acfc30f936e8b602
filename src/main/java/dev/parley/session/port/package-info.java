/** Ports of the sessions, implemented by other packages, and the reasons for a disconnect. */
@NullMarked
package dev.parley.session.port;

import org.jspecify.annotations.NullMarked;
