/** One connected client: its commands, rates, login and end. */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
