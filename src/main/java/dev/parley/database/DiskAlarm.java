package dev.parley.database;

import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Alarm that is raised while the partition of the database file is nearly full. Safe for any thread. */
public final class DiskAlarm {
    /**
     * Free space below which the alarm is raised. Operators then have time to act; RabbitMQ raises its alarm at 50 MB,
     * and stops accepting messages.
     */
    private static final long MIN_FREE_BYTES = 500L << 20;

    private static final int MIN_FREE_PERCENT = 5;

    /** Time between two checks. Free space does not change much in this time, and a check may wait for a slow disk. */
    private static final long CHECK_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    /** Free and total bytes of a partition. */
    record Space(long free, long total) {
        boolean isScarce() {
            return free < MIN_FREE_BYTES || free < total / 100 * MIN_FREE_PERCENT;
        }
    }

    /** Source of the free space. */
    interface Disk {
        Space space() throws IOException;
    }

    private final @Nullable Disk disk;
    private final MonotonicClock clock;
    private long lookedAt;
    private boolean raised;

    DiskAlarm(@Nullable Disk disk, MonotonicClock clock) {
        this.disk = disk;
        this.clock = clock;
        this.lookedAt = clock.nanos() - CHECK_INTERVAL_NANOS;
    }

    /**
     * @param folder folder of the database file; null if the disk is not local, in which case the alarm is never raised
     */
    public static DiskAlarm of(@Nullable Path folder) {
        return new DiskAlarm(folder == null ? null : () -> spaceOf(folder), MonotonicClock.SYSTEM);
    }

    private static Space spaceOf(Path folder) throws IOException {
        var partition = Files.getFileStore(folder);
        return new Space(partition.getUsableSpace(), partition.getTotalSpace());
    }

    public synchronized boolean isRaised() {
        long now = clock.nanos();
        if (disk != null && now - lookedAt >= CHECK_INTERVAL_NANOS) {
            lookedAt = now;
            try {
                raised = disk.space().isScarce();
            } catch (IOException e) {
                raised = true;
            }
        }
        return raised;
    }
}
