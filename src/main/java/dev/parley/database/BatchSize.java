package dev.parley.database;

import java.time.Duration;

/**
 * Number of rows that background work writes in one transaction. It follows the speed of the database, so that one
 * transaction takes at most {@link WriteBudget#MAX_WRITE}. Belongs to one thread.
 */
public final class BatchSize {
    /** Fewer rows would save little: most of a slow transaction is the wait for the disk. */
    private static final int MIN_ROWS = 100;

    private static final int MAX_ROWS = 2_000;
    private static final Duration SHORT = WriteBudget.MAX_WRITE.dividedBy(2);

    private int rows = MIN_ROWS;

    public int rows() {
        return rows;
    }

    /**
     * Adapts the size to the duration of a transaction.
     *
     * @param full whether the transaction had that size; a smaller one does not show that more rows would be fast
     */
    public void took(Duration duration, boolean full) {
        if (duration.compareTo(WriteBudget.MAX_WRITE) > 0) {
            rows = Math.max(MIN_ROWS, rows / 2);
        } else if (full && duration.compareTo(SHORT) < 0) {
            rows = Math.min(MAX_ROWS, rows * 2);
        }
    }
}
