package dev.parley.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL driver, which also records the statements that are executed. An application creates it by name. */
public final class RecordingDriver implements Driver {
    private static final Collection<Executed> recorded = new ConcurrentLinkedQueue<>();

    private final Driver driver = new org.postgresql.Driver();

    /** One executed statement, which can be executed again on another connection. */
    public record Executed(String sql, List<Parameter> parameters) {
        public void replay(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Parameter parameter : parameters) {
                    parameter.applyTo(statement);
                }
                statement.execute();
            }
        }
    }

    /** Call that sets a parameter. */
    private record Parameter(Method setter, List<@Nullable Object> arguments) {
        void applyTo(PreparedStatement statement) throws SQLException {
            invoke(setter, statement, arguments.toArray());
        }
    }

    /** Returns the statements that all instances have executed so far. */
    public static List<Executed> recorded() {
        return List.copyOf(recorded);
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        return connection == null ? null : recording(Connection.class, connection, new RecordedConnection(connection));
    }

    private record RecordedConnection(Connection connection) implements Calls {
        @Override
        public @Nullable Object call(Method method, Object @Nullable [] arguments) throws SQLException {
            return switch (invoke(method, connection, arguments)) {
                case PreparedStatement statement ->
                    recording(
                            PreparedStatement.class,
                            statement,
                            new RecordedStatement(statement, (String) arguments[0], new ArrayList<>()));
                case Statement statement ->
                    recording(Statement.class, statement, new RecordedStatement(statement, "", new ArrayList<>()));
                case null -> null;
                case Object other -> other;
            };
        }
    }

    private record RecordedStatement(Statement statement, String prepared, List<Parameter> parameters)
            implements Calls {
        @Override
        public @Nullable Object call(Method method, Object @Nullable [] arguments) throws SQLException {
            String name = method.getName();
            if (name.startsWith("set") && arguments.length >= 2) {
                parameters.removeIf(set -> set.arguments().getFirst().equals(arguments[0]));
                parameters.add(new Parameter(method, new ArrayList<>(Arrays.asList(arguments))));
            } else if (name.equals("addBatch") || name.startsWith("execute") && !name.endsWith("Batch")) {
                String sql = arguments == null ? prepared : (String) arguments[0];
                recorded.add(new Executed(sql, List.copyOf(parameters)));
            }
            return invoke(method, statement, arguments);
        }
    }

    private interface Calls {
        @Nullable
        Object call(Method method, Object @Nullable [] arguments) throws SQLException;
    }

    private static <T> T recording(Class<T> type, T target, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                RecordingDriver.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(target, arguments)
                        : calls.call(method, arguments)));
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driver.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }
}
