package dev.parley.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Connections of one process to a server, which can all be cut at once. Safe for any thread. */
public final class CutOffDataSource extends DriverManagerDataSource {
    private final List<Connection> connections = new ArrayList<>();
    private boolean isCut;

    public CutOffDataSource(String url) {
        super(url);
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        if (isCut) {
            throw new SQLException("simulated");
        }
        Connection connection = super.getConnection();
        connections.add(connection);
        return connection;
    }

    /** Ends all connections, and refuses further ones. */
    public synchronized void cut() {
        isCut = true;
        for (Connection connection : connections) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        connections.clear();
    }

    public synchronized void restore() {
        isCut = false;
    }
}
