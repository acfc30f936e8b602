/** Vocabulary of the chat, as values only: commands, events, replies, names, settings, formats and limits. */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
