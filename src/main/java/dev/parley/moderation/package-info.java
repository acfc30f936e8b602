/** Who may not be here, and who may not speak: bans and mutes of names, accounts and networks. */
@NullMarked
package dev.parley.moderation;

import org.jspecify.annotations.NullMarked;
