package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
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
    void lockOfAnotherInstanceIsWaitedForOnlyAsLongAsAllowed() throws Exception {
        lock.other = "another";
        assertThat(instance.acquire(Duration.ZERO)).contains("another");
        assertThat(instance.isHeld()).isFalse();
        lock.freeAfterTries = 1;
        assertThat(instance.acquire(Duration.ofSeconds(1))).isEmpty();
        assertThat(instance.isHeld()).isTrue();
    }

    @Test
    void lostLockIsRegainedWhenItIsFree() throws Exception {
        instance.acquire(Duration.ZERO);
        lock.fails = true;
        instance.check();
        assertThat(instance.isHeld()).isFalse();
        lock.fails = false;
        instance.check();
        assertThat(instance.isHeld()).isTrue();
        assertThat(stops).hasValue(0);
    }

    @Test
    void lockTakenByAnotherInstanceStopsThisOneOnce() throws Exception {
        instance.acquire(Duration.ZERO);
        lock.other = "another";
        instance.check();
        instance.check();
        assertThat(instance.isHeld()).isFalse();
        assertThat(stops).hasValue(1);
    }

    @Test
    void connectionsAreRefusedWhileTheLockIsLost(@TempDir Path folder) throws Exception {
        try (var pool = new ExclusiveDataSource()) {
            pool.setJdbcUrl("jdbc:sqlite:" + folder.resolve("parley.db"));
            pool.requireLock(instance);
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            instance.acquire(Duration.ZERO);
            pool.getConnection().close();
            lock.fails = true;
            instance.check();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void lockIsReleasedAtTheEnd() throws Exception {
        instance.acquire(Duration.ZERO);
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
            failIfToldTo();
            return held && other.isEmpty();
        }

        @Override
        public Optional<String> tryLock() throws IOException {
            failIfToldTo();
            held = other.isEmpty() || freeAfterTries-- <= 0;
            if (held) {
                other = "";
            }
            return Optional.of(other).filter(name -> !name.isEmpty());
        }

        private void failIfToldTo() throws IOException {
            if (fails) {
                throw new IOException("simulated");
            }
        }

        @Override
        public void release() {
            held = false;
        }
    }
}
