/** Terminal client: {@code java -jar parley.jar chat}. Plain Java with JLine; uses nothing of the server. */
@NullMarked
package dev.parley.terminal;

import org.jspecify.annotations.NullMarked;
