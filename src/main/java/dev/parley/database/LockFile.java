package dev.parley.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operating system's lock on a file beside the database. The file contains the name of the process that holds the lock.
 * The lock ends with its process, so a file that a killed process left behind is not locked. The database file itself
 * is not used, because SQLite locks it and would release a second lock on it.
 */
public final class LockFile implements ExclusiveLock {
    private static final Logger log = LoggerFactory.getLogger(LockFile.class);

    /**
     * Position of the locked byte. It is behind the name, because Windows does not let other processes read locked
     * bytes.
     */
    private static final long LOCKED_BYTE = 1L << 20;

    private static final int MAX_NAME_BYTES = 200;

    private final Path path;
    private @Nullable FileLock lock;
    private @Nullable Object lockedFile;

    LockFile(Path path) {
        this.path = path;
    }

    /**
     * Whether this process holds the lock on the file that other processes find at this path. The locked file may have
     * been deleted and replaced.
     */
    @Override
    public boolean isHeld() throws IOException {
        try {
            return lock != null && lock.isValid() && Objects.equals(lockedFile, identity());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public Optional<String> tryLock() throws IOException {
        release();
        OwnerOnlyPermissions.createFile(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            log.debug("This process itself has locked {}", path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            try (channel) {
                return Optional.of(name(channel));
            }
        }
        lockedFile = identity();
        writeName(channel);
        return Optional.empty();
    }

    @Override
    public void awaitRelease(Duration longest) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(longest.toNanos());
    }

    @Override
    public Optional<Connection> session() {
        return Optional.empty();
    }

    @Override
    public void release() {
        if (lock != null) {
            try (var channel = lock.acquiredBy()) {
                log.debug("Releasing {} by closing {}", path, channel);
            } catch (IOException e) {
                log.debug("Could not release {}", path, e);
            }
            lock = null;
        }
    }

    /**
     * Returns a key that differs between two files created at the same path; null on Windows, where the locked file
     * cannot be deleted.
     */
    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static String name(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(MAX_NAME_BYTES);
        channel.read(bytes, 0);
        String name = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return name.isEmpty() ? "another process" : name;
    }

    /** Writes the name of this process. If the disk is full, the file has no name, but the lock works. */
    private void writeName(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessName.SELF + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            log.warn("The name of this process could not be written to {}: {}", path, e.getMessage());
        }
    }
}
