/** Bans and mutes, and a preview of the clients that one affects. */
@NullMarked
package dev.parley.moderation;

import org.jspecify.annotations.NullMarked;
