/** What operators may do, whichever way they ask: permissions, audited actions, queries, results, one type of errors. */
@NullMarked
package dev.parley.operator;

import org.jspecify.annotations.NullMarked;
