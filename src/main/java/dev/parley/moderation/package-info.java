/** Who may not be here: bans of names and networks. */
@NullMarked
package dev.parley.moderation;

import org.jspecify.annotations.NullMarked;
