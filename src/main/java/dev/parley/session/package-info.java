/** One connected client: its commands, its rates, its bounded outbound queue, its end. */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
