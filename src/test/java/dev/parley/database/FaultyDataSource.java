package dev.parley.database;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that can be told to fail, to stall, and to lose the answer to a commit. */
public final class FaultyDataSource extends DelegatingDataSource {
    private volatile boolean fails;
    private volatile boolean losesAnswers;
    private volatile @Nullable CountDownLatch stall;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    public volatile int commits;
    public volatile int statements;

    public FaultyDataSource(DataSource database) {
        super(database);
    }

    /** The most connections that were in use at once. */
    public int mostOpen() {
        return mostOpen.get();
    }

    public void fail() {
        fails = true;
    }

    /** The next commit is done, and whoever asked for it is told that it is not. */
    public void loseAnAnswer() {
        losesAnswers = true;
    }

    public void stall() {
        stall = new CountDownLatch(1);
    }

    /** What was stalled goes on, and nothing fails from now on. */
    public void recover() {
        fails = false;
        var stalled = stall;
        stall = null;
        if (stalled != null) {
            stalled.countDown();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        awaitStall();
        failIfRequested();
        Connection connection = super.getConnection();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean isCommit = method.getName().equals("commit");
                    if (isCommit) {
                        awaitStall();
                    } else if (method.getName().equals("close")) {
                        open.decrementAndGet();
                    } else if (method.getName().equals("prepareStatement")) {
                        statements++;
                    }
                    Object result = method.invoke(connection, arguments);
                    if (isCommit) {
                        committed();
                    }
                    return result;
                });
    }

    private void committed() throws SQLException {
        commits++;
        if (losesAnswers) {
            losesAnswers = false;
            throw new SQLException("the answer was lost");
        }
    }

    private void failIfRequested() throws SQLException {
        if (fails) {
            throw new SQLException("told to fail");
        }
    }

    private void awaitStall() throws SQLException {
        var stalled = stall;
        if (stalled != null) {
            try {
                stalled.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }
    }
}
