/** Bans and mutes over REST. */
@NullMarked
package dev.parley.rest.moderation;

import org.jspecify.annotations.NullMarked;
