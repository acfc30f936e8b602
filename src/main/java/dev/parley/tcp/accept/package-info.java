/** Admits connections within their limits, and rejects all others with a reason. */
@NullMarked
package dev.parley.tcp.accept;

import org.jspecify.annotations.NullMarked;
