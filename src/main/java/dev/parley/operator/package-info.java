/** Operators: their permissions, audited execution of their actions, their queries, and previews of restrictions. */
@NullMarked
package dev.parley.operator;

import org.jspecify.annotations.NullMarked;
