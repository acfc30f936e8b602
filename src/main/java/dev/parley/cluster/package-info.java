/**
 * Several processes (replicas) that carry one chat. One of them leads: it applies all commands and stores the results
 * as a log in the database. All of them, the leader too, follow: they hold connections, send commands to the leader,
 * and deliver what the log contains.
 */
@NullMarked
package dev.parley.cluster;

import org.jspecify.annotations.NullMarked;
