/** One schema of what happened: what operators did, in an audit that proves itself, and what clients did, as it happens. */
@NullMarked
package dev.parley.event;

import org.jspecify.annotations.NullMarked;
