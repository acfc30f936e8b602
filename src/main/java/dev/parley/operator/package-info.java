/** Permissions, audited execution, queries and impact previews of operators, whichever way they ask. */
@NullMarked
package dev.parley.operator;

import org.jspecify.annotations.NullMarked;
