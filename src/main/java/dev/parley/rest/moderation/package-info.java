/** REST resources of bans and mutes. */
@NullMarked
package dev.parley.rest.moderation;

import org.jspecify.annotations.NullMarked;
