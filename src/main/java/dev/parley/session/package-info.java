/** Sessions: one connected client each, with its commands, rate limits, login and end. */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
