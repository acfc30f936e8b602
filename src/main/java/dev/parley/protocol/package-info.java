/** The words of the chat: commands, events, replies, names, settings, formats and limits. Values only. */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
