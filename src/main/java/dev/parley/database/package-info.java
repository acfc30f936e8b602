/** The one database: file checks, waiting for a server, timeouts, free space, and threads for blocking calls. */
@NullMarked
package dev.parley.database;

import org.jspecify.annotations.NullMarked;
