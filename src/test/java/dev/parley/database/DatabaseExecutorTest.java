package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

class DatabaseExecutorTest {
    private static final int THREADS = 8;
    private static final int QUEUED = 64;

    private final DatabaseExecutor database = new DatabaseExecutor();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void close() {
        released.complete(null);
        database.close();
        callers.close();
    }

    @Test
    void callsBeyondEightRunningAndSixtyFourQueuedFailAtOnce() throws Exception {
        List<Future<Integer>> calls = occupy(THREADS + QUEUED + 1);
        await().until(() -> calls.stream().filter(Future::isDone).count() == 1);
        Future<Integer> failed =
                calls.stream().filter(Future::isDone).findFirst().orElseThrow();
        assertThat(failed.exceptionNow()).isInstanceOf(DatabaseExecutor.BusyException.class);
        assertThat(running).hasValue(THREADS);
        released.complete(null);
        calls.remove(failed);
        for (Future<Integer> call : calls) {
            assertThat(call.get()).isEqualTo(1);
        }
        assertThat(database.call(() -> 2)).isEqualTo(2);
    }

    @Test
    void tasksThatMakeCallsOnAllThreadsDoNotWaitForEachOther() throws Exception {
        var all = new Phaser(THREADS);
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(callers.submit(() -> database.call(() -> {
                all.arriveAndAwaitAdvance();
                return database.call(() -> !Thread.currentThread().isVirtual());
            })));
        }
        for (Future<Boolean> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void interruptedCallerStopsWaitingButItsTaskCompletes() throws Exception {
        var interrupted = new AtomicBoolean();
        var done = new CountDownLatch(1);
        var failed = new CountDownLatch(1);
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                database.call(() -> {
                    int result = untilReleased();
                    done.countDown();
                    return result;
                });
            } catch (DataAccessResourceFailureException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
                failed.countDown();
            }
        });
        await().until(() -> running.get() == 1);
        caller.interrupt();
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isTrue();
        released.complete(null);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void databaseCallsAfterCloseFail() {
        database.close();
        assertThatThrownBy(() -> database.call(() -> 0)).isInstanceOf(DataAccessException.class);
    }

    @Test
    void queuedCallsFailWhenTheExecutorClosesFirst() throws Exception {
        occupy(THREADS);
        var queued = new FutureTask<>(() -> database.call(this::untilReleased));
        Thread caller = Thread.startVirtualThread(queued);
        await().until(() -> caller.getState() == Thread.State.WAITING);
        Thread.currentThread().interrupt();
        database.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> queued.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DataAccessResourceFailureException.class);
        assertThat(running).hasValue(THREADS);
    }

    @Test
    void exceptionsOfTheTaskReachItsCaller() {
        var thrown = new DuplicateKeyException("taken");
        assertThatThrownBy(() -> database.call(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> database.call(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(DataAccessResourceFailureException.class);
    }

    /** Makes calls that end when they are released. */
    private List<Future<Integer>> occupy(int calls) {
        List<Future<Integer>> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            made.add(callers.submit(() -> database.call(this::untilReleased)));
        }
        await().until(() -> running.get() == Math.min(calls, THREADS));
        return made;
    }

    private int untilReleased() {
        running.incrementAndGet();
        released.join();
        return 1;
    }
}
