/** REST resource of backups. */
@NullMarked
package dev.parley.rest.backup;

import org.jspecify.annotations.NullMarked;
