package dev.parley.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that refuse to read outside a transaction. A store whose writes use them is shown to read on other
 * connections, where its reads do not wait for the commits of the chat, and these not for its reads.
 */
public final class ReadRefusingDataSource extends DelegatingDataSource {
    private static final Pattern READ = Pattern.compile("(SELECT|WITH)\\b.*", Pattern.DOTALL);

    public ReadRefusingDataSource(DataSource database) {
        super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && connection.getAutoCommit()
                            && READ.matcher((String) arguments[0]).matches()) {
                        throw new IllegalStateException("a read on the connection of the writer: " + arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
