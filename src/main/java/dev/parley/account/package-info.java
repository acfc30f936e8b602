/** Registered names, and how their owners prove themselves. */
@NullMarked
package dev.parley.account;

import org.jspecify.annotations.NullMarked;
