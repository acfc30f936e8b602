/** Database access: file checks, waiting for a server, timeouts, free disk space, and threads for blocking calls. */
@NullMarked
package dev.parley.database;

import org.jspecify.annotations.NullMarked;
