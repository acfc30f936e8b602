package dev.parley.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Commands that a lost leader has left, one of which may have killed it. They are applied one at a time, each when the
 * one before it is stored. If the next leader is lost as well, the first command of a replica that is not applied is
 * suspect, and the leader after that refuses it, so that a command does not end all replicas in turn.
 */
final class UnappliedCommands {
    /** Most commands of one replica that are applied one at a time. A leader has no more in one commit. */
    private static final int MAX_COMMANDS = 512;

    /** Numbers of the last commands of replicas, by their incarnations. */
    private final Map<Integer, Long> last = new HashMap<>();

    /** Numbers of suspect commands, by the incarnations of replicas. */
    private final Map<Integer, Long> suspect = new HashMap<>();

    /**
     * Adds the commands of a replica.
     *
     * @param from number of the first command that is not applied
     * @param to number of the last command; lower if all are applied
     * @param stepping whether the last leader applied the commands one at a time
     */
    void add(int incarnation, long from, long to, boolean stepping) {
        if (from <= to) {
            last.put(incarnation, Math.min(to, from + MAX_COMMANDS - 1));
            if (stepping) {
                suspect.put(incarnation, from);
            }
        }
    }

    /** Replicas whose commands are applied one at a time. */
    Set<Integer> replicas() {
        return Set.copyOf(last.keySet());
    }

    /** Returns the number of the last command of a replica that may be taken after this one. */
    long end(int incarnation, long number) {
        return last.containsKey(incarnation) ? number + 1 : Long.MAX_VALUE;
    }

    boolean isSuspect(int incarnation, long number) {
        return suspect.getOrDefault(incarnation, 0L) == number;
    }

    /** Notes that a command is taken; returns whether it was the last one of its replica. */
    boolean isDone(int incarnation, long number) {
        return last.remove(incarnation, number);
    }

    /** Removes a replica that has ended. */
    void remove(int incarnation) {
        last.remove(incarnation);
    }
}
