package dev.parley;

import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Explains in one sentence which property or which database prevents the start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureAnalyzer implements FailureAnalyzer {
    private static final Map<Class<?>, String> VALUES = Map.of(
            int.class, "a whole number",
            boolean.class, "true or false",
            Duration.class, "a time, such as 40s, 5m or 7d",
            DataSize.class, "a size, such as 8KB or 1MB",
            InetAddress.class, "an IP address or a host name");

    /** Exception of the driver, which is on the class path only at run time. */
    private static final String NO_SQLITE_LIBRARY = "org.sqlite.NativeLibraryNotFoundException";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                return analysis(
                        invalid.getName() + " cannot be " + invalid.getValue() + ": " + invalid.getReason(), failure);
            }
            if (cause instanceof BindException wrong
                    && wrong.getProperty() != null
                    && values(wrong.getTarget()) instanceof String values) {
                return analysis(
                        wrong.getName() + " cannot be " + wrong.getProperty().getValue() + ": It must be " + values,
                        failure);
            }
            if (cause instanceof UnknownPropertyException) {
                return analysis("Unknown property " + cause.getMessage(), failure);
            }
            if (cause instanceof FlywayValidateException && isOfOlderBuild(cause)) {
                return new FailureAnalysis(
                        "The database was created by a build before version 0.1.0, and this version cannot read it.",
                        "Start with an empty parley.data-dir or an empty database; this one was not changed.",
                        failure);
            }
            if (cause instanceof FlywayValidateException) {
                return new FailureAnalysis(
                        "The database does not belong to this version of Parley: " + firstProblem(cause) + ".",
                        "Run the version that changed it last, or a newer one; the database was not changed now.",
                        failure);
            }
            if (cause.getClass().getName().equals(NO_SQLITE_LIBRARY)) {
                return new FailureAnalysis(
                        "SQLite's library cannot be unpacked into the folder for temporary files,"
                                + " or cannot be executed there (mount option noexec).",
                        "Name another folder: java -Dorg.sqlite.tmpdir=FOLDER -jar …",
                        failure);
            }
            if (cause instanceof InterruptedException) {
                return new FailureAnalysis("The start was interrupted.", null, failure);
            }
            if (cause instanceof IllegalStateException && isOfSslBundle(cause)) {
                return analysis(
                        "spring.ssl.bundle: " + cause.getMessage() + ": "
                                + NestedExceptionUtils.getMostSpecificCause(cause)
                                        .getMessage(),
                        failure);
            }
        }
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException refused
                ? analysis("spring.datasource.url: The database cannot be used: " + firstLine(refused), failure)
                : null;
    }

    private static String firstLine(SQLException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    /** Describes the allowed values of a property's type. Returns null for types of other libraries and for records. */
    private static @Nullable String values(Bindable<?> target) {
        Class<?> type = target.getType().toClass();
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(value -> value.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "one of ", ""))
                : VALUES.get(type);
    }

    /**
     * Whether the database is from a build before the first release. The first migration of such builds had another
     * name.
     */
    private static boolean isOfOlderBuild(Throwable validation) {
        return String.valueOf(validation.getMessage()).contains("mismatch for migration version 1\n");
    }

    /** Returns the first problem in Flyway's message, without the advice that follows it. */
    private static String firstProblem(Throwable validation) {
        return String.valueOf(validation.getMessage())
                .lines()
                .filter(line -> line.startsWith("Detected ") || line.startsWith("Migration "))
                .findFirst()
                .map(line -> StringUtils.trimTrailingCharacter(line, '.'))
                .orElse("its tables differ");
    }

    /**
     * Whether a file of an SSL bundle is missing. Spring Boot fails as soon as it watches the files, before it uses the
     * bundle.
     */
    private static boolean isOfSslBundle(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Unable to register SSL bundle");
    }

    private static FailureAnalysis analysis(String sentence, Throwable failure) {
        return new FailureAnalysis(
                sentence + ".", "See application.yml for the properties and their meaning.", failure);
    }
}
