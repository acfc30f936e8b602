package dev.parley.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Connection pool that gives out connections only while this process holds the lock on the database. */
public final class ExclusiveDataSource extends HikariDataSource {
    private @Nullable InstanceLock lock;

    /** Sets the lock. Must be called before the first connection is requested. */
    public void requireLock(InstanceLock lock) {
        this.lock = lock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (lock != null && !lock.isHeld()) {
            throw new SQLTransientConnectionException("the lock on the database was lost");
        }
        return super.getConnection();
    }
}
