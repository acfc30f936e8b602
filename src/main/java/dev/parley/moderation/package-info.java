/** Bans and mutes, and a preview of the clients that a ban or mute affects. */
@NullMarked
package dev.parley.moderation;

import org.jspecify.annotations.NullMarked;
