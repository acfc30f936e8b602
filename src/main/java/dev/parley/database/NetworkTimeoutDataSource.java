package dev.parley.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections with a limit on the wait for the server. Without the limit, a statement on a connection that was cut
 * would wait until the kernel gives up. A limit that the connection has already is kept. Only for short statements; a
 * migration may take longer.
 */
public final class NetworkTimeoutDataSource extends DelegatingDataSource {
    private static final int MILLIS = 3_000;

    public NetworkTimeoutDataSource(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            if (connection.getNetworkTimeout() == 0) {
                connection.setNetworkTimeout(Runnable::run, MILLIS);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
