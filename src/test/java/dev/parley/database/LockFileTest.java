package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    @TempDir
    Path folder;

    private Path file;
    private LockFile first;
    private LockFile second;

    @BeforeEach
    void makeLocks() {
        file = folder.resolve("parley.db-lock");
        first = new LockFile(file);
        second = new LockFile(file);
    }

    @AfterEach
    void release() {
        first.release();
        second.release();
    }

    @Test
    void secondLockIsRefusedWithTheNameOfTheFirst() throws Exception {
        assertThat(first.tryLock()).isEmpty();
        assertThat(first.isHeld()).isTrue();
        assertThat(second.tryLock())
                .hasValueSatisfying(name -> assertThat(name)
                        .isEqualTo(ProcessName.SELF)
                        .contains(" " + ProcessHandle.current().pid() + " "));
        assertThat(second.isHeld()).isFalse();
        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void fileThatAProcessLeftBehindIsFree() throws Exception {
        Files.writeString(file, "Parley with pid 1 on a host with a long name, " + "x".repeat(500));
        assertThat(first.tryLock()).isEmpty();
        assertThat(file).hasContent(ProcessName.SELF);
    }

    @Test
    void releasedLockIsFree() throws Exception {
        first.tryLock();
        first.release();
        assertThat(first.isHeld()).isFalse();
        assertThat(second.tryLock()).isEmpty();
    }

    @Test
    void deletedFileIsALostLockThatCanBeRegained() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        first.tryLock();
        Files.delete(file);
        assertThat(first.isHeld()).isFalse();
        assertThat(first.tryLock()).isEmpty();
        assertThat(first.isHeld()).isTrue();
        assertThat(second.tryLock()).isPresent();
    }

    @Test
    void lockOnAFileThatReplacedADeletedOneIsAnotherLock() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        first.tryLock();
        Files.move(file, folder.resolve("moved"));
        assertThat(second.tryLock()).isEmpty();
        assertThat(first.isHeld()).isFalse();
        assertThat(first.tryLock()).isPresent();
    }
}
