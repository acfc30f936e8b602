/** Networks and addresses. */
@NullMarked
package dev.parley.net;

import org.jspecify.annotations.NullMarked;
