/** Bans and mutes, and a preview of whom one hits. */
@NullMarked
package dev.parley.moderation;

import org.jspecify.annotations.NullMarked;
