/** REST resources under {@code /api/v1/announcements}. */
@NullMarked
package dev.parley.rest.announcements;

import org.jspecify.annotations.NullMarked;
