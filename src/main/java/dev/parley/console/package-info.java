/** The operators' console: files for a browser, which calls the REST API with the operator's token. */
@NullMarked
package dev.parley.console;

import org.jspecify.annotations.NullMarked;
