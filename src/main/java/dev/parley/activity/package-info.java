/** The actions of clients and operators, as a stream that can be replayed. */
@NullMarked
package dev.parley.activity;

import org.jspecify.annotations.NullMarked;
