/** REST resource of clients. */
@NullMarked
package dev.parley.rest.clients;

import org.jspecify.annotations.NullMarked;
