/** Sockets by Spring Integration's adapters, with TLS, the PROXY protocol, a canary and health. */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
