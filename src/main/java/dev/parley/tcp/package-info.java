/** TCP ports on Spring Integration's adapters, with TLS, the PROXY protocol, the canary and the health of the chat. */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
