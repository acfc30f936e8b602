/** Lets an operator see and end sessions and rooms over HTTP. */
@NullMarked
package dev.parley.admin;

import org.jspecify.annotations.NullMarked;
