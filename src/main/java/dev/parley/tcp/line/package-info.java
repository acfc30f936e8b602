/** Cuts the bytes of one client into lines. */
@NullMarked
package dev.parley.tcp.line;

import org.jspecify.annotations.NullMarked;
