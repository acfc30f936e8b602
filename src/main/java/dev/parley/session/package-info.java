/** One connected client: its commands, rate limits, login and disconnect. */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
