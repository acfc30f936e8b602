/** Bounded queues of frames, and the writer loop that drains them into sockets. */
@NullMarked
package dev.parley.outbound;

import org.jspecify.annotations.NullMarked;
