package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
    private final SimulatedLock lock = new SimulatedLock();
    private final AtomicInteger stops = new AtomicInteger();
    private final InstanceLock instance = new InstanceLock(lock, stops::incrementAndGet);

    @AfterEach
    void close() {
        instance.close();
    }

    @Test
    void lockOfAnotherProcessIsWaitedFor() throws Exception {
        lock.other = "another";
        assertThat(instance.tryAcquire()).contains("another");
        assertThat(instance.isHeld()).isFalse();
        lock.freeAfterTries = 2;
        instance.acquire();
        assertThat(instance.isHeld()).isTrue();
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        lock.other = "another";
        var waiting = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(instance::acquire).isInstanceOf(InterruptedException.class));
        waiting.interrupt();
        waiting.join();
        assertThat(instance.isHeld()).isFalse();
    }

    @Test
    void lostLockIsRegainedWhenItIsFree() throws Exception {
        instance.tryAcquire();
        instance.started((session, why) -> true);
        lock.fails = true;
        instance.check();
        assertThat(instance.isHeld()).isFalse();
        lock.fails = false;
        instance.check();
        assertThat(instance.isHeld()).isTrue();
        assertThat(stops).hasValue(0);
    }

    @Test
    void lockTakenByAnotherProcessStopsThisOneOnce() throws Exception {
        instance.tryAcquire();
        lock.other = "another";
        instance.check();
        instance.check();
        assertThat(instance.isHeld()).isFalse();
        assertThat(stops).hasValue(1);
    }

    @Test
    void lockThatAnotherProcessHadMeanwhileStopsThisOne() throws Exception {
        instance.tryAcquire();
        instance.started((session, why) -> false);
        lock.held = false;
        instance.check();
        assertThat(instance.isHeld()).isFalse();
        assertThat(lock.held).isFalse();
        assertThat(stops).hasValue(1);
    }

    @Test
    void tasksAreSkippedBeforeTheStartAndUnlessTheLockIsHeld() throws Exception {
        var runs = new AtomicInteger();
        Runnable task = instance.whileWriter(runs::incrementAndGet);
        instance.tryAcquire();
        task.run();
        instance.started((session, why) -> true);
        task.run();
        lock.fails = true;
        instance.check();
        task.run();
        assertThat(runs).hasValue(1);
    }

    @Test
    void connectionsForWritesAreRefusedUnlessTheLockIsHeld(@TempDir Path folder) throws Exception {
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:sqlite:" + folder.resolve("parley.db"));
            var writer = new WriterDataSource(pool, instance);
            assertThatThrownBy(writer::getConnection).isInstanceOf(SQLException.class);
            instance.tryAcquire();
            writer.getConnection().close();
            lock.fails = true;
            instance.check();
            assertThatThrownBy(writer::getConnection).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void lockIsReleasedAtTheEnd() throws Exception {
        instance.tryAcquire();
        instance.close();
        instance.check();
        assertThat(lock.held).isFalse();
    }

    private static final class SimulatedLock implements ExclusiveLock {
        private volatile boolean held;
        private volatile boolean fails;
        private volatile String other = "";
        private volatile int freeAfterTries = Integer.MAX_VALUE;

        @Override
        public boolean isHeld() throws IOException {
            failIfRequested();
            return held && other.isEmpty();
        }

        @Override
        public Optional<String> tryLock() throws IOException {
            failIfRequested();
            held = other.isEmpty() || freeAfterTries-- <= 0;
            if (held) {
                other = "";
            }
            return Optional.of(other).filter(name -> !name.isEmpty());
        }

        private void failIfRequested() throws IOException {
            if (fails) {
                throw new IOException("simulated");
            }
        }

        @Override
        public void awaitRelease(Duration longest) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.onSpinWait();
        }

        @Override
        public Optional<Connection> session() {
            return Optional.empty();
        }

        @Override
        public void release() {
            held = false;
        }
    }
}
