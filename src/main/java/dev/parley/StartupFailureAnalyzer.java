package dev.parley;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains in one sentence which property, or which database, prevents the start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                return analysis(
                        invalid.getName() + " cannot be " + invalid.getValue() + ": " + invalid.getReason(), failure);
            }
            if (cause instanceof UnknownPropertyException) {
                return analysis("There is no property " + cause.getMessage(), failure);
            }
            if (cause instanceof FlywayValidateException && isOfOlderBuild(cause)) {
                return new FailureAnalysis(
                        "The database was created by a build before version 0.1.0, whose tables this version cannot read.",
                        "Start with an empty parley.data-dir or an empty database; nothing in this one was changed.",
                        failure);
            }
            if (cause instanceof FlywayValidateException) {
                return new FailureAnalysis(
                        "The database is not one of this version of Parley: " + firstProblem(cause) + ".",
                        "Run the version that changed it last, or a newer one; nothing in it was changed now.",
                        failure);
            }
            if (cause instanceof InterruptedException) {
                return new FailureAnalysis("The start was stopped before it was done.", null, failure);
            }
            if (cause instanceof IllegalStateException && isOfSslBundle(cause)) {
                return analysis(
                        "spring.ssl.bundle: " + cause.getMessage() + ": "
                                + NestedExceptionUtils.getMostSpecificCause(cause)
                                        .getMessage(),
                        failure);
            }
        }
        return null;
    }

    /**
     * Whether the database is from a build before the first release: these had other migrations, and the first of them
     * had another name.
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
                .orElse("its tables are others");
    }

    /**
     * Whether a file of an SSL bundle is missing: Spring Boot watches the files before the bundle is used, and fails
     * then.
     */
    private static boolean isOfSslBundle(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Unable to register SSL bundle");
    }

    private static FailureAnalysis analysis(String sentence, Throwable failure) {
        return new FailureAnalysis(
                sentence + ".", "See application.yml for the properties and their meaning.", failure);
    }
}
