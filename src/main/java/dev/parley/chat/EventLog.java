package dev.parley.chat;

import java.util.List;

/** Gives everything that happens its place in the one order, before it is applied. */
interface EventLog {
    /**
     * Appends a batch; what {@code append} returned is applied, and only then.
     *
     * @return the id of the first entry; the others follow it one by one. Ids are positive and only grow.
     */
    long append(List<Entry> batch);
}
