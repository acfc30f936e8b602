/** REST resource of announcements. */
@NullMarked
package dev.parley.rest.announcements;

import org.jspecify.annotations.NullMarked;
