/** Registered names and their passwords. */
@NullMarked
package dev.parley.account;

import org.jspecify.annotations.NullMarked;
