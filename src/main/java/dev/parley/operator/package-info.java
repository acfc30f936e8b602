/** Operators' actions and queries, from the REST API and from the chat: permissions, audit, and impact previews. */
@NullMarked
package dev.parley.operator;

import org.jspecify.annotations.NullMarked;
