/** Actions of operators, by REST or in the chat: permissions, audited execution, queries, results, one type of errors. */
@NullMarked
package dev.parley.operator;

import org.jspecify.annotations.NullMarked;
